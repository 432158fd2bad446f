import { StepwellError } from '@stepwell/base/errors';
import { Hono } from 'hono';
import type { Env } from './env.ts';
import { answerError } from './answer-error.ts';
import { listedOrigins } from './cors.ts';
import { edgeCache } from './edge-cache.ts';
import { heapBytes } from './engine.ts';
import { countRequest } from './limits/rate.ts';
import { jsonLimit } from './json-limit.ts';
import { logRequest } from './log.ts';
import { access } from './routes/access.ts';
import { alertKinds, alerts } from './routes/alerts.ts';
import { checks } from './routes/checks.ts';
import { datasets } from './routes/datasets.ts';
import { drive } from './routes/drive.ts';
import { exports } from './routes/exports.ts';
import { forecast } from './routes/forecast.ts';
import { health } from './routes/health.ts';
import { links } from './routes/links.ts';
import { logs } from './routes/logs.ts';
import { logsShare } from './routes/logs-share.ts';
import { logsRead } from './routes/logs-read.ts';
import { oembed } from './routes/oembed.ts';
import { operator } from './routes/operator.ts';
import { pages } from './routes/pages.ts';
import { explanation } from './routes/explanation.ts';
import { predict } from './routes/predict.ts';
import { preview } from './routes/preview.ts';
import { read } from './routes/read.ts';
import { remove } from './routes/remove.ts';
import { runs } from './routes/runs.ts';
import { share } from './routes/share.ts';
import { watch } from './routes/watch.ts';
import { securityHeaders } from './security-headers.ts';

const api = new Hono<{ Bindings: Env }>()
  // Rows and files to predict have limits of their own.
  .use('/runs/*', (c, next) => (c.req.path.endsWith('/predict') ? next() : jsonLimit(c, next)))
  .use('/preview', jsonLimit)
  .use('/operator/*', jsonLimit)
  .get('/health', (c) => c.json({ service: 'stepwell', heapBytes: heapBytes() }))
  .route('/datasets', datasets)
  .route('/preview', preview)
  .route('/runs', runs)
  .route('/runs', drive)
  .route('/runs', remove)
  .route('/runs', watch)
  .route('/runs', read)
  .route('/runs', exports)
  .route('/runs', predict)
  .route('/runs', explanation)
  .route('/runs', forecast)
  .route('/runs', links)
  .route('/runs', checks)
  .route('/runs', access)
  .route('/runs', alerts)
  .route('/alerts', alertKinds)
  .route('/logs', logs)
  .route('/logs', logsRead)
  .route('/operator', operator);

/** Paths that the Worker answers itself instead of serving files: see `run_worker_first` in wrangler.toml. */
const WORKER_PATHS = ['/api/*', '/r/*', '/l/*', '/oembed', '/healthz'];

const service = new Hono<{ Bindings: Env }>().use(securityHeaders);
for (const path of WORKER_PATHS) service.use(path, logRequest);
service.use('/api/*', listedOrigins);
for (const path of WORKER_PATHS) service.use(path, countRequest, edgeCache);

const routes = service
  .route('/api', api)
  .route('/', health)
  .route('/', share)
  .route('/', logsShare)
  .route('/', oembed)
  .route('/', pages);

/** The service: the API under /api, the dashboard everywhere else. */
export const app = routes
  .onError(answerError)
  .notFound((c) =>
    answerError(
      new StepwellError(
        'unknown_route',
        `There is no route ${c.req.method} ${c.req.path}. See docs/api.md for the list of routes.`,
      ),
      c,
    ),
  );

/** Type of the client: `hc<AppType>(url)`. */
export type AppType = typeof routes;
