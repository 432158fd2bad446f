import { Hono } from 'hono';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { curveCsv } from '../share/curve-csv.ts';
import { attachment } from '../share/headers.ts';
import { reportPage } from '../share/report-page.ts';
import { runById, shareRun } from '../share/run-to-share.ts';
import { loadChecks } from '../storage/checks.ts';
import { validate } from '../validate.ts';

const runId = z.object({ id: z.string() });

/** Routes that export a run as files. */
export const exports = new Hono<{ Bindings: Env }>()
  /** All points of all curves, as CSV. */
  .get('/:id/curve.csv', validate('param', runId), async (c) => {
    const { id, shownId } = await runById(c.env, c.req.valid('param').id);
    return c.body(curveCsv(c.env, id), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': attachment(`curve-${shownId}.csv`),
      'cache-control': 'no-cache',
    });
  })
  /** The report as one self-contained HTML page. */
  .get('/:id/report.html', validate('param', runId), async (c) => {
    const run = await runById(c.env, c.req.valid('param').id);
    const checks = await loadChecks(c.env.DB, run.id, run.version);
    return c.html(reportPage(await shareRun(c.env, c.req.url, run), checks), 200, {
      'content-disposition': attachment(`report-${run.shownId}.html`),
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'cache-control': 'no-cache',
    });
  });
