import { env } from 'cloudflare:workers';
import { describe, test } from 'vitest';
import { app } from '../../apps/api/src/app.ts';
import { createRun } from './service.ts';
import { learnableCsv } from './tables.ts';

const ORIGIN = 'https://pages.example';
const CORS_ORIGINS = `https://other.example:8443  ${ORIGIN}`;
const NOT_LISTED = [
  'https://pages.example.evil',
  'https://evil.pages.example',
  'http://pages.example',
  'https://pages.example:444',
  'https://PAGES.example',
  'null',
  '*',
  CORS_ORIGINS,
];

async function ask(path: string, origin: string | null, init: RequestInit = {}, more = {}) {
  const headers = new Headers(init.headers);
  if (origin !== null) headers.set('origin', origin);
  return app.request(path, { ...init, headers }, { ...env, CORS_ORIGINS, ...more });
}
const corsOf = ({ headers }: Response) => [...headers.keys()].filter((name) => name.startsWith('access-control-'));

describe('a page of another origin', () => {
  test('that is listed reads answers, errors and how long to wait too', async ({ expect }) => {
    const run = await createRun(learnableCsv(30), { target: ['y'], effort: 'quick' });
    const nobody = `/api/runs/${'a'.repeat(22)}`;
    const few = { LIMITS: 'on', CLIENT_LIMIT: env.THREE_A_MINUTE };
    // One more than two minutes allow: one is refused.
    const asked = await Promise.all(Array.from({ length: 7 }, () => ask(nobody, ORIGIN, {}, few)));
    for (const [status, answer] of [
      [200, await ask(`/api/runs/${run.id}`, ORIGIN)],
      [200, await ask('/api/health', 'https://other.example:8443')],
      [404, await ask(nobody, ORIGIN)],
      [404, await ask('/api/nothing', ORIGIN)],
      [401, await ask(`/api/runs/${run.id}/stop`, ORIGIN, { method: 'POST' })],
      [429, asked.find(({ status }) => status === 429)!],
    ] as const) {
      expect(answer.status).toBe(status);
      expect(answer.headers.get('access-control-allow-origin')).toMatch(/^https:\/\/(?:pages|other)\.example/);
      expect(answer.headers.get('access-control-expose-headers')).toBe('Retry-After');
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
      expect(answer.headers.get('vary')).toContain('Origin');
    }
  });

  test('that is listed may send what a driver sends', async ({ expect }) => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const answer = await ask('/api/runs/x/step', ORIGIN, {
        method: 'OPTIONS',
        headers: {
          'access-control-request-method': method,
          'access-control-request-headers': 'authorization,content-type',
        },
      });
      expect(answer.status).toBe(204);
      expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
      expect(answer.headers.get('access-control-allow-methods')?.split(',')).toContain(method);
      expect(answer.headers.get('access-control-allow-headers')?.split(',').toSorted()).toEqual([
        'authorization',
        'content-type',
      ]);
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    }
  });

  test('that is not listed reads nothing', async ({ expect }) => {
    for (const origin of [...NOT_LISTED, null]) {
      for (const method of ['GET', 'OPTIONS']) {
        const answer = await ask('/api/health', origin, { method });
        expect(answer.headers.get('access-control-allow-origin'), `${method} ${origin}`).toBeNull();
      }
    }
  });

  test('is told nothing at all where none is listed', async ({ expect }) => {
    for (const empty of ['', ' ']) {
      for (const method of ['GET', 'OPTIONS']) {
        const answer = await ask('/api/health', ORIGIN, { method }, { CORS_ORIGINS: empty });
        expect(corsOf(answer)).toEqual([]);
      }
    }
  });

  test('finds the pages of runs as before: only what is made to travel travels', async ({ expect }) => {
    const run = await createRun(learnableCsv(30), { target: ['y'], effort: 'quick' });
    expect(corsOf(await ask(`/r/${run.id}/embed`, ORIGIN))).toEqual([]);
    const picture = await ask(`/r/${run.id}/curve.svg`, ORIGIN);
    expect(picture.headers.get('access-control-allow-origin')).toBe('*');
  });
});
