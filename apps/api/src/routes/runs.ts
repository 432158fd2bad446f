import {
  apply,
  checkQuestion,
  openRunData,
  preview,
  reopen,
  reportMarkdown,
  resume,
  sketchColumns,
  startState,
  StepwellError,
  stop,
  type Change,
  type RunData,
} from '@stepwell/workflow';
import { runSpec, type RunSpec } from '@stepwell/workflow/spec';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { hashKey, newEditKey, newRunId, requireKey } from '../keys.ts';
import { predictionsCsv } from '../predictions-csv.ts';
import { checkId, reportOf, runUrl } from '../report-of.ts';
import { viewRun } from '../run-view.ts';
import { runStep } from '../step.ts';
import { loadCurve, type CurvePage } from '../storage/curve-pages.ts';
import { getDatasetSummary, getPredictions, getTable, noPredictions } from '../storage/objects.ts';
import { getDiagnostics, getSketches, noDiagnostics, putSketches } from '../storage/pictures.ts';
import { commitState, insertRun, loadDecisions, loadRun, type StoredRun } from '../storage/runs.ts';
import { validate } from '../validate.ts';

const MAX_JSON_BYTES = 64_000;
const PAGES_A_READ = 200;

const stepBody = z.strictObject({
  /** Names the driver; a fit stays with it from step to step. */
  client: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'up to 64 letters, digits, - and _')
    .default('anonymous'),
  /** Committed steps that the driver has seen. */
  expect: z.int().nonnegative().optional(),
  /** Minibatches this step may take, instead of the server's setting; its bound on arithmetic stays. */
  minibatches: z.int().min(1).max(100_000).optional(),
});
const reopenBody = z.strictObject({
  /** A trial of the search: `tune-3`. */
  trial: z.string().max(100),
});
const runId = z.object({ id: z.string() });
const cursor = z.object({ after: z.coerce.number().int().nonnegative().default(0) });

export const runs = new Hono<{ Bindings: Env }>()
  .use(
    bodyLimit({
      maxSize: MAX_JSON_BYTES,
      onError: () => {
        throw new StepwellError(
          'body_too_large',
          `A JSON body may have ${MAX_JSON_BYTES / 1000} kB at most. A table goes to /api/datasets, as a file.`,
        );
      },
    }),
  )
  /** Creates a run. Its edit key is in this answer and nowhere else. */
  .post('/', validate('json', runSpec), async (c) => {
    const spec = c.req.valid('json');
    const dataset = await getDatasetSummary(c.env.OBJECTS, spec.dataset);
    const data = await openData(c.env, spec);
    const price = checkQuestion(data);
    const id = newRunId();
    const key = newEditKey();
    await putSketches(c.env.OBJECTS, id, sketchColumns(data.development, spec.target));
    await insertRun(c.env.DB, {
      id,
      keyHash: await hashKey(key),
      name: spec.name ?? 'table',
      spec,
      dataset: { rows: dataset.rows, columns: dataset.columns.length },
      state: startState(),
      createdAt: Date.now(),
    });
    return c.json({ id, key, url: runUrl(c.req.url, id), price }, 201);
  })
  /** What a run would decide before it trains anything; nothing is stored. */
  .post('/preview', validate('json', runSpec), async (c) => {
    const spec = c.req.valid('json');
    const { definition, measure, protocol, decisions, price } = preview(await openData(c.env, spec));
    const { type, hypothesis, audit } = definition;
    return c.json({ type, hypothesis, audit, measure: measure.name, protocol, decisions, price });
  })
  /** Does the next step of a run, whatever it is. */
  .post('/:id/step', validate('param', runId), validate('json', stepBody), async (c) => {
    const { id } = c.req.valid('param');
    const run = await loadRun(c.env.DB, checkId(id));
    await requireKey(c.req.header('authorization'), run.keyHash);
    const { client, expect, minibatches } = c.req.valid('json');
    const done = await runStep(c.env, run, {
      client,
      expect,
      budget: {
        minibatches: minibatches ?? Number(c.env.STEP_MINIBATCHES),
        flops: Number(c.env.STEP_FLOPS),
      },
    });
    return c.json({ ...done, run: viewRun(await loadRun(c.env.DB, id)) });
  })
  /** The run as its watchers poll it. */
  .get('/:id', validate('param', runId), async (c) => {
    return c.json(viewRun(await loadRun(c.env.DB, checkId(c.req.valid('param').id))));
  })
  /** Curve points behind a cursor, as exact as they can be drawn; a full page never changes. */
  .get('/:id/curve', validate('param', runId), validate('query', cursor), async (c) => {
    const id = checkId(c.req.valid('param').id);
    const { after } = c.req.valid('query');
    const { pages, more } = await loadCurve(c.env.DB, id, after, PAGES_A_READ);
    if (pages.length === 0) await loadRun(c.env.DB, id);
    c.header('Cache-Control', more ? 'public, max-age=31536000, immutable' : 'no-cache');
    return c.json({ pages: pages.map(asDrawn), more, next: pages.at(-1)?.seq ?? after });
  })
  /** What was decided so far, in order, and why. */
  .get('/:id/decisions', validate('param', runId), async (c) => {
    const id = checkId(c.req.valid('param').id);
    await loadRun(c.env.DB, id);
    return c.json({ decisions: await loadDecisions(c.env.DB, id) });
  })
  /** Opens the vault once more, for another trial; counted and shown. The steps that follow do it. */
  .post('/:id/reopen', validate('param', runId), validate('json', reopenBody), async (c) => {
    const { id } = c.req.valid('param');
    const run = await loadRun(c.env.DB, checkId(id));
    await requireKey(c.req.header('authorization'), run.keyHash);
    return c.json({ run: await commitChange(c.env, run, reopen(run.state, c.req.valid('json').trial)) });
  })
  /** Stops a run where it stands; the vault stays closed. */
  .post('/:id/stop', validate('param', runId), async (c) => {
    const run = await loadRun(c.env.DB, checkId(c.req.valid('param').id));
    await requireKey(c.req.header('authorization'), run.keyHash);
    return c.json({ run: await commitChange(c.env, run, stop(run.state)) });
  })
  /** Goes on with a run that was stopped by hand. */
  .post('/:id/resume', validate('param', runId), async (c) => {
    const run = await loadRun(c.env.DB, checkId(c.req.valid('param').id));
    await requireKey(c.req.header('authorization'), run.keyHash);
    return c.json({ run: await commitChange(c.env, run, resume(run.state)) });
  })
  /** What the rows outside the vault look like, column by column. Never changes. */
  .get('/:id/sketches', validate('param', runId), async (c) => {
    const { id } = await loadRun(c.env.DB, checkId(c.req.valid('param').id));
    c.header('Cache-Control', 'public, max-age=31536000, immutable');
    return c.json({ columns: await getSketches(c.env.OBJECTS, id) });
  })
  /** What the test rows show beyond a number. */
  .get('/:id/diagnostics', validate('param', runId), async (c) => {
    const run = await loadRun(c.env.DB, checkId(c.req.valid('param').id));
    if (run.state.test === null) throw noDiagnostics();
    return c.json(await getDiagnostics(c.env.OBJECTS, run.id, run.state.test.opened));
  })
  /** The report, `stepwell.report/1`, as far as the run has come. */
  .get('/:id/report', validate('param', runId), async (c) => {
    return c.json(await reportOf(c.env, c.req.url, await loadRun(c.env.DB, checkId(c.req.valid('param').id))));
  })
  /** The same as Markdown. */
  .get('/:id/report.md', validate('param', runId), async (c) => {
    const written = await reportOf(c.env, c.req.url, await loadRun(c.env.DB, checkId(c.req.valid('param').id)));
    return c.body(reportMarkdown(written), 200, { 'content-type': 'text/markdown; charset=utf-8' });
  })
  /** Predictions for the test rows, in order, as CSV. */
  .get('/:id/predictions', validate('param', runId), async (c) => {
    const run = await loadRun(c.env.DB, checkId(c.req.valid('param').id));
    if (run.state.test === null) throw noPredictions();
    const csv = predictionsCsv(run.spec.target, await getPredictions(c.env.OBJECTS, run.id, run.state.test.opened));
    return c.body(csv, 200, { 'content-type': 'text/csv; charset=utf-8' });
  });

async function openData({ OBJECTS }: Env, spec: RunSpec): Promise<RunData> {
  const table = await getTable(OBJECTS, spec.dataset);
  const testTable = spec.testDataset === undefined ? null : await getTable(OBJECTS, spec.testDataset);
  return openRunData(spec, table, testTable);
}

/** Six digits: more than a picture shows, and less than half of the bytes. */
const DIGITS = 6;

function asDrawn(page: CurvePage): CurvePage {
  const shorten = (value: number) => Number(value.toPrecision(DIGITS));
  const points = page.points.map(({ epoch, trainLoss, validationLoss, validationScore }) => ({
    epoch,
    trainLoss: shorten(trainLoss),
    validationLoss: validationLoss === null ? null : shorten(validationLoss),
    validationScore: validationScore === null ? null : shorten(validationScore),
  }));
  return { ...page, points };
}

/** Commits what the person asked for. @throws {StepwellError} `step_conflict` when a step was committed first. */
async function commitChange(env: Env, run: StoredRun, change: Change): Promise<ReturnType<typeof viewRun>> {
  const next = apply(run.state, change);
  if (!(await commitState(env.DB, run.id, run.version, next, change.decisions, Date.now()))) {
    throw new StepwellError('step_conflict', 'The run changed meanwhile. Read it again.');
  }
  return viewRun(await loadRun(env.DB, run.id));
}
