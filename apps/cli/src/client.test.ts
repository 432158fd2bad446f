import { describe, test } from 'vitest';
import { ask } from './client.ts';

describe('ask', () => {
  test('asks again when an answer breaks off in the middle', async ({ expect }) => {
    const bodies = ['{"steps": 4', '{"steps": 4}'];
    const lost: number[] = [];
    const answer = await ask(
      async () => new Response(bodies.shift()),
      (wait) => lost.push(wait),
    );
    expect(answer).toEqual({ steps: 4 });
    expect(lost).toHaveLength(1);
  });

  test('does not ask again when the service refuses', async ({ expect }) => {
    let asked = 0;
    const refusal = { error: { code: 'unknown_run', message: 'There is no such run.' } };
    const request = async () => {
      asked++;
      return Response.json(refusal, { status: 404 });
    };
    await expect(ask(request)).rejects.toMatchObject({ code: 'unknown_run' });
    expect(asked).toBe(1);
  });
});
