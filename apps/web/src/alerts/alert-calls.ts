import { ApiError } from '../api/api-error.ts';
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

/** Asks the service to notify this browser when a run has ended. @returns the alert's id. @throws {ApiError} */
export async function addPushAlert(id: string, key: string, push: Subscription): Promise<string> {
  return (await jsonOf(api().runs[':id'].alerts.$post({ param: { id }, json: { push } }, withKey(key)))).id;
}

/** Removes an alert; one that is gone already needs nothing. @throws {ApiError} */
export async function removeAlert(id: string, key: string, alert: string): Promise<void> {
  try {
    await checked(api().runs[':id'].alerts[':alert'].$delete({ param: { id, alert } }, withKey(key)));
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'unknown_alert') throw error;
  }
}

function withKey(key: string) {
  return { headers: { authorization: `Bearer ${key}` } };
}
