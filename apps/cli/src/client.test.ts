import { describe, test } from 'vitest';
import { ask } from './client.ts';

describe('ask', () => {
  test('repeats a request whose answer is truncated', async ({ expect }) => {
    const bodies = ['{"steps": 4', '{"steps": 4}'];
    const lost: number[] = [];
    const answer = await ask(
      async () => new Response(bodies.shift()),
      (wait) => lost.push(wait),
    );
    expect(answer).toEqual({ steps: 4 });
    expect(lost).toHaveLength(1);
  });

  test('does not repeat a rejected request', async ({ expect }) => {
    let asked = 0;
    const refusal = { error: { code: 'unknown_run', message: 'There is no such run.' } };
    const request = async () => {
      asked++;
      return Response.json(refusal, { status: 404 });
    };
    await expect(ask(request)).rejects.toMatchObject({ code: 'unknown_run' });
    expect(asked).toBe(1);
  });

  test('waits as long as the service asks, any number of times', async ({ expect }) => {
    const said: string[] = [];
    let asked = 0;
    const request = async () =>
      ++asked > 20 ? Response.json({ steps: 4 }) : refusal('rate_limited', `Too many, for the ${asked}. time.`);
    expect(await ask(request, undefined, (sentence) => said.push(sentence))).toEqual({ steps: 4 });
    expect(said).toHaveLength(20);
    expect(said[0]).toBe('Too many, for the 1. time.');
  });

  test('does not wait for a daily quota', async ({ expect }) => {
    await expect(ask(async () => refusal('quota_exceeded', 'Too much today.'))).rejects.toMatchObject({
      code: 'quota_exceeded',
      details: { retryAfterMs: 1 },
    });
  });
});

function refusal(code: string, message: string): Response {
  return Response.json({ error: { code, message, details: { retryAfterMs: 1 } } }, { status: 429 });
}
