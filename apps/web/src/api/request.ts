import type { ClientResponse } from 'hono/client';
import { text } from '../text.ts';
import { ApiError, readErrorBody } from './api-error.ts';

/**
 * The JSON of a response.
 *
 * @throws {ApiError} if there is no response, or it is an error.
 */
export async function jsonOf<T>(sent: Promise<{ ok: boolean; status: number; json(): Promise<T> }>): Promise<T> {
  const response = await checked(sent);
  try {
    return await response.json();
  } catch (cause) {
    throw unreachable(cause);
  }
}

/**
 * The bytes of a response.
 *
 * @throws {ApiError} if there is no response, or it is an error.
 */
export async function blobOf(sent: Promise<ClientResponse<unknown, number>>): Promise<Blob> {
  const response = await checked(sent);
  try {
    return await response.blob();
  } catch (cause) {
    throw unreachable(cause);
  }
}

/**
 * A response that isn't an error.
 *
 * @throws {ApiError} if there is no response, or it is an error.
 */
export async function checked<Answer extends { ok: boolean; status: number; json(): Promise<unknown> }>(
  sent: Promise<Answer>,
): Promise<Answer> {
  let response;
  try {
    response = await sent;
  } catch (cause) {
    throw unreachable(cause);
  }
  if (response.ok) return response;
  throw readErrorBody(response.status, await bodyOf(response), text.errors.unreadable(response.status));
}

async function bodyOf(response: { json(): Promise<unknown> }): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

function unreachable(cause: unknown): ApiError {
  const error = new ApiError('unreachable', null, text.errors.unreachable);
  error.cause = cause;
  return error;
}
