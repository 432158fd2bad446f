import { StepwellError } from '@stepwell/base/errors';
import { Hono } from 'hono';
import type { Env } from '../env.ts';

const RETRY_MS = 10_000;

/** Health check of the database and the object store, for monitoring. */
export const health = new Hono<{ Bindings: Env }>().get('/healthz', async (c) => {
  c.header('Cache-Control', 'no-store');
  const [database, objects] = await Promise.allSettled([
    c.env.DB.prepare('SELECT 1').first(),
    c.env.OBJECTS.head('healthz'),
  ]);
  const failed = [database, objects].find(({ status }) => status === 'rejected');
  const found = {
    database: database.status === 'fulfilled' ? 'ok' : 'failed',
    objects: objects.status === 'fulfilled' ? 'ok' : 'failed',
  } as const;
  if (failed?.status !== 'rejected') return c.json({ service: 'stepwell', ...found });
  const names = [found.database === 'ok' ? [] : ['the database'], found.objects === 'ok' ? [] : ['the object store']];
  throw new StepwellError(
    'unreachable',
    `The service is up, but can't reach ${names.flat().join(' and ')}. Try again in ${RETRY_MS / 1000} s.`,
    {
      cause: failed.reason,
      details: { ...found, retryAfterMs: RETRY_MS },
    },
  );
});
