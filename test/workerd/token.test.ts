import { env } from 'cloudflare:workers';
import { describe, test } from 'vitest';
import { app } from '../../apps/api/src/app.ts';
import { createRun, uploadCsv } from './service.ts';
import { learnableCsv } from './tables.ts';

const INSTANCE = { ...env, INSTANCE_TOKEN: 'a-token/with+odd=letters' };

/** Sends a request to a service that has a token. */
function ask(path: string, authorization: string | null, body?: BodyInit, type = 'application/json') {
  const headers = { 'content-type': type, ...(authorization === null ? {} : { authorization }) };
  return app.request(path, { method: body === undefined ? 'GET' : 'POST', headers, body: body ?? null }, INSTANCE);
}

const codeOf = async (answer: Response) => ((await answer.json()) as { error?: { code: string } }).error?.code;

describe('a service with a token', () => {
  const making = async (): Promise<[path: string, body: string, type: string, status: number][]> => {
    const spec = JSON.stringify({ dataset: await uploadCsv(learnableCsv(30)), target: ['y'], effort: 'quick' });
    return [
      ['/api/datasets', learnableCsv(30), 'text/csv', 201],
      ['/api/runs', spec, 'application/json', 201],
      ['/api/preview', spec, 'application/json', 200],
    ];
  };

  test('lets only who has it upload, create and preview', async ({ expect }) => {
    const right = INSTANCE.INSTANCE_TOKEN;
    for (const [path, body, type, status] of await making()) {
      for (const none of [null, '', 'Bearer ', right, `Basic ${right}`, `bearer ${right}`]) {
        const answer = await ask(path, none, body, type);
        expect([path, none, answer.status, await codeOf(answer)]).toEqual([path, none, 401, 'token_required']);
      }
      for (const wrong of ['x', 'not it', right.slice(0, -1), `${right}x`, right.toUpperCase()]) {
        const answer = await ask(path, `Bearer ${wrong}`, body, type);
        expect([path, wrong, answer.status, await codeOf(answer)]).toEqual([path, wrong, 403, 'forbidden']);
      }
      const inAddress = await ask(`${path}?token=${encodeURIComponent(right)}`, null, body, type);
      expect(inAddress.status).toBe(401);
      expect((await ask(path, `Bearer ${right}`, body, type)).status, path).toBe(status);
    }
  });

  test('lets everybody read, and whoever has the key of a run step it', async ({ expect }) => {
    const run = await createRun(learnableCsv(30), { target: ['y'], effort: 'quick' });
    for (const path of ['', '/curve', '/decisions', '/report']) {
      expect((await ask(`/api/runs/${run.id}${path}`, null)).status, path).toBe(200);
    }
    expect((await ask(`/api/runs/${run.id}/step`, `Bearer ${run.key}`, '{}')).status).toBe(200);
    // The service's token is no run's key.
    expect((await ask(`/api/runs/${run.id}/step`, `Bearer ${INSTANCE.INSTANCE_TOKEN}`, '{}')).status).toBe(401);
  });

  test('asks for none where it is empty', async ({ expect }) => {
    const [[path, body, type]] = (await making()) as [[string, string, string, number]];
    const headers = { 'content-type': type };
    const answer = await app.request(path, { method: 'POST', headers, body }, { ...env, INSTANCE_TOKEN: '' });
    expect(answer.status).toBe(201);
  });
});
