import { api } from '../api/client.ts';
import { checked, jsonOf } from '../api/request.ts';

/** A push subscription as the service takes it. */
export interface Subscription {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

/** Reads the key that this browser subscribes with; null if the service sends no notifications. @throws {ApiError} */
export async function readPushKey(): Promise<string | null> {
  return (await jsonOf(api().alerts.$get())).publicKey;
}

/** Asks the service to notify this browser when a run has ended. @throws {ApiError} */
export async function addPushAlert(id: string, key: string, push: Subscription): Promise<void> {
  const options = { headers: { authorization: `Bearer ${key}` } };
  await checked(api().runs[':id'].alerts.$post({ param: { id }, json: { push } }, options));
}
