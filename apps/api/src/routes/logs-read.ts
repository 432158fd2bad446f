import { Hono } from 'hono';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { BOUNDS, POINTS_PER_LINE } from '../logs/bounds.ts';
import { pointsCsv, pointsJson } from '../logs/export-points.ts';
import { liveLog } from '../live/live-log.ts';
import { viewLog } from '../logs/log-view.ts';
import { readCurve } from '../logs/read-curve.ts';
import { checkId } from '../report-of.ts';
import { attachment } from '../share/headers.ts';
import { loadLog } from '../storage/logs.ts';
import { validate } from '../validate.ts';

const MOST_LINES = 50;

const runId = z.object({ id: z.string() });
const one = z.string().max(BOUNDS.nameLength);
/** The number of the next batch that the reader knows of. */
const seen = z.coerce.number().int().nonnegative().default(0);
const curveQuery = z.object({
  /** Names of metrics, each a parameter; the first ones of the run by default. */
  metric: z.union([one.transform((name) => [name]), z.array(one).max(MOST_LINES)]).optional(),
  /** Steps, both included. */
  from: z.coerce.number().optional(),
  to: z.coerce.number().optional(),
  /** Most points of a line. */
  points: z.coerce.number().int().min(10).max(POINTS_PER_LINE).default(POINTS_PER_LINE),
  /** The last batch that the reader has. */
  after: z.coerce.number().int().nonnegative().default(0),
  seen,
});

/** Routes that read logged runs. */
export const logsRead = new Hono<{ Bindings: Env }>()
  /** The run, for polling. */
  .get('/:id', validate('param', runId), validate('query', z.object({ seen })), async (c) => {
    const { log } = await liveLog(c.env, checkId(c.req.valid('param').id), c.req.valid('query').seen, Date.now());
    c.header('Cache-Control', 'no-cache');
    return c.json(viewLog(log, c.req.url, Date.now()));
  })
  /** Its curves, or what came after a batch. */
  .get('/:id/curve', validate('param', runId), validate('query', curveQuery), async (c) => {
    const id = checkId(c.req.valid('param').id);
    const { metric, from = -Infinity, to = Infinity, points, after, seen } = c.req.valid('query');
    const metrics = metric ?? (await liveLog(c.env, id, seen, Date.now())).log.metrics.slice(0, MOST_LINES);
    c.header('Cache-Control', 'no-cache');
    return c.json(
      await readCurve(c.env, id, { metrics: [...new Set(metrics)], span: { from, to }, points, after, seen }),
    );
  })
  /** All points as CSV, a line each, in the order in which they were sent. */
  .get('/:id/curve.csv', validate('param', runId), async (c) => {
    const log = await loadLog(c.env.DB, checkId(c.req.valid('param').id));
    return c.body(pointsCsv(c.env, log), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': attachment(`curve-${log.id}.csv`),
      'cache-control': 'no-cache',
    });
  })
  /** The run with all of its points, as JSON. */
  .get('/:id/export.json', validate('param', runId), async (c) => {
    const log = await loadLog(c.env.DB, checkId(c.req.valid('param').id));
    return c.body(pointsJson(c.env, log, viewLog(log, c.req.url, Date.now())), 200, {
      'content-type': 'application/json',
      'content-disposition': attachment(`run-${log.id}.json`),
      'cache-control': 'no-cache',
    });
  });
