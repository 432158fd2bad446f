import { reportMarkdown } from '@stepwell/workflow';
import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { predictionsCsv } from '../predictions-csv.ts';
import { checkId, reportOf } from '../report-of.ts';
import { checksMarkdown } from '../share/check-words.ts';
import { atMost, FOREVER, reportKeptFor } from '../share/headers.ts';
import { loadChecks } from '../storage/checks.ts';
import { getPredictions, noPredictions } from '../storage/objects.ts';
import { getDiagnostics, getSketches, noDiagnostics } from '../storage/pictures.ts';
import { loadDecisions, loadRun } from '../storage/runs.ts';
import { validate } from '../validate.ts';

const runId = z.object({ id: z.string() });
/** Which predictions. */
const predictedRows = z.object({ rows: z.enum(['scored', 'file']).optional() });
/** The run's version; once the run has ended, answers with it never change. */
const atVersion = z.object({ v: z.coerce.number().int().nonnegative().optional() });

/** Routes that read a run. */
export const read = new Hono<{ Bindings: Env }>()
  /** The decisions so far, in order, with reasons. */
  .get('/:id/decisions', validate('param', runId), async (c) => {
    const { id } = await loadRun(c.env.DB, checkId(c.req.valid('param').id));
    return c.json({ decisions: await loadDecisions(c.env.DB, id) });
  })
  /** Distributions of the development rows, by column. Never changes. */
  .get('/:id/sketches', validate('param', runId), async (c) => {
    const run = await loadRun(c.env.DB, checkId(c.req.valid('param').id));
    const columns = await getSketches(c.env.OBJECTS, run.id);
    c.header('Cache-Control', atMost(run, FOREVER));
    return c.json({ columns });
  })
  /** Diagnostics of the test rows. */
  .get('/:id/diagnostics', validate('param', runId), async (c) => {
    const run = await loadRun(c.env.DB, checkId(c.req.valid('param').id));
    if (run.state.test === null) throw noDiagnostics();
    return c.json(await getDiagnostics(c.env.OBJECTS, run.id, run.state.test.opened));
  })
  /** The report so far, `stepwell.report/2`. */
  .get('/:id/report', etag(), validate('param', runId), validate('query', atVersion), async (c) => {
    const run = await loadRun(c.env.DB, checkId(c.req.valid('param').id));
    c.header('Cache-Control', reportKeptFor(run, c.req.valid('query').v));
    return c.json(await reportOf(c.env, c.req.url, run));
  })
  /** The report as Markdown. */
  .get('/:id/report.md', validate('param', runId), async (c) => {
    const run = await loadRun(c.env.DB, checkId(c.req.valid('param').id));
    const written = await reportOf(c.env, c.req.url, run);
    const checks = checksMarkdown(await loadChecks(c.env.DB, run.id, run.version), written.run.url);
    return c.body(reportMarkdown(written) + checks, 200, { 'content-type': 'text/markdown; charset=utf-8' });
  })
  /** Predictions for the test rows, in order, as CSV; those without a target among them, unless only scored rows are wanted. */
  .get('/:id/predictions', validate('param', runId), validate('query', predictedRows), async (c) => {
    const run = await loadRun(c.env.DB, checkId(c.req.valid('param').id));
    if (run.state.test === null) throw noPredictions();
    const stored = await getPredictions(c.env.OBJECTS, run.id, run.state.test.opened);
    const csv = predictionsCsv(run.state.definition?.target ?? run.spec.target, stored, c.req.valid('query').rows);
    return c.body(csv, 200, { 'content-type': 'text/csv; charset=utf-8' });
  });
