import { describe, test } from 'vitest';
import { connect } from './client.ts';
import { drive } from './drive.ts';
import { prepared } from './testing/service.ts';

/** Drives a run at a service with prepared answers, one per step. */
async function driveThrough(answers: { status: number; body: unknown }[]) {
  const said: string[] = [];
  const service = await prepared(answers);
  const client = connect(service.url);
  try {
    const options = { client: 'cli-test', onLimited: (sentence: string) => void said.push(sentence) };
    for await (const _ of drive(client, { id: 'run', key: 'key' }, options));
    return { said, steps: service.asked.length };
  } finally {
    service.stop();
  }
}

const more = { status: 200, body: { did: { kind: 'fit' }, points: [], run: { status: 'running' } } };
const end = { status: 200, body: { did: null, points: [], run: { status: 'finished' } } };
const refused = (status: number, code: string, message: string, details: object) => ({
  status,
  body: { error: { code, message, details } },
});

describe('drive', () => {
  test('waits for rate limits and daily quotas, reports them, and continues', async ({ expect }) => {
    const minute = refused(429, 'rate_limited', 'Too many a minute.', { retryAfterMs: 1 });
    const day = refused(429, 'quota_exceeded', 'Too many a day.', { retryAfterMs: 1 });
    expect(await driveThrough([more, minute, day, day, more, end])).toEqual({
      said: ['Too many a minute.', 'Too many a day.', 'Too many a day.'],
      steps: 6,
    });
  });

  test('waits for other drivers silently', async ({ expect }) => {
    const busy = refused(409, 'busy', 'Others are at it.', { retryAfterMs: 1 });
    expect(await driveThrough([busy, end])).toEqual({ said: [], steps: 2 });
  });

  test('stops at an error or a limit that never resets', async ({ expect }) => {
    await expect(driveThrough([refused(403, 'forbidden', 'Not your key.', {})])).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(driveThrough([refused(429, 'quota_exceeded', 'No more.', {})])).rejects.toMatchObject({
      code: 'quota_exceeded',
    });
  });
});
