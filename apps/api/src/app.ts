import { StepwellError } from '@stepwell/workflow/errors';
import { Hono } from 'hono';
import type { Env } from './env.ts';
import { answerError } from './answer-error.ts';
import { heapBytes } from './engine.ts';
import { jsonLimit } from './json-limit.ts';
import { datasets } from './routes/datasets.ts';
import { drive } from './routes/drive.ts';
import { exports } from './routes/exports.ts';
import { oembed } from './routes/oembed.ts';
import { operator } from './routes/operator.ts';
import { pages } from './routes/pages.ts';
import { read } from './routes/read.ts';
import { remove } from './routes/remove.ts';
import { runs } from './routes/runs.ts';
import { share } from './routes/share.ts';
import { watch } from './routes/watch.ts';
import { securityHeaders } from './security-headers.ts';

const api = new Hono<{ Bindings: Env }>()
  .use('/runs/*', jsonLimit)
  .use('/operator/*', jsonLimit)
  .get('/health', (c) => c.json({ service: 'stepwell', heapBytes: heapBytes() }))
  .route('/datasets', datasets)
  .route('/runs', runs)
  .route('/runs', drive)
  .route('/runs', remove)
  .route('/runs', watch)
  .route('/runs', read)
  .route('/runs', exports)
  .route('/operator', operator);

const routes = new Hono<{ Bindings: Env }>()
  .use(securityHeaders)
  .route('/api', api)
  .route('/', share)
  .route('/', oembed)
  .route('/', pages);

/** The whole service: the API under /api, the dashboard everywhere else. */
export const app = routes
  .onError(answerError)
  .notFound((c) =>
    answerError(
      new StepwellError(
        'unknown_route',
        `There is nothing at ${c.req.method} ${c.req.path}. docs/api.md lists the routes.`,
      ),
      c,
    ),
  );

/** Types the client: `hc<AppType>(url)`. */
export type AppType = typeof routes;
