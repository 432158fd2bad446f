import { StepwellError } from '@stepwell/base/errors';
import { readUpload, UPLOAD_LIMITS } from '@stepwell/data/archive';
import {
  alignTable,
  answersOf,
  notesOf,
  predict as predictRows,
  predictedCsv,
  rowsOfJson,
  type Model,
} from '@stepwell/model';
import { Hono } from 'hono';
import { z } from 'zod';
import { startEngine } from '../engine.ts';
import type { Env } from '../env.ts';
import { rowsLimit } from '../json-limit.ts';
import { countQuestion } from '../limits/rate.ts';
import { runToPredict } from '../run-to-predict.ts';
import { attachment } from '../share/headers.ts';
import { archiveOf } from '../archive-of.ts';
import { getModel, getModelBytes } from '../storage/models.ts';
import { validate } from '../validate.ts';

/** Rows that one request may ask for. */
const MOST_JSON_ROWS = 1_000;
const MOST_FILE_ROWS = 50_000;
const MOST_BYTES = 10_000_000;
/** Rows × classes, labels or numbers; an answer takes some hundred bytes each until it is sent. */
const MOST_PREDICTIONS = 200_000;

const runId = z.object({ id: z.string() });
const rows = z.strictObject({
  rows: z
    .array(z.record(z.string(), z.union([z.string().max(100_000), z.number(), z.boolean(), z.null()])))
    .min(1)
    .max(MOST_JSON_ROWS),
});

/** Whoever tries a form sends a row with every change: that counts as a request and is short, and a file as a question. */
const limitRequest: typeof countQuestion = (c, next) =>
  isJson(c.req.header('content-type')) ? rowsLimit(c, next) : countQuestion(c, next);

/** Routes that use a run's model. */
export const predict = new Hono<{ Bindings: Env }>()
  /** The model with all that a prediction needs, as `@stepwell/model` encodes it. */
  .get('/:id/model', validate('param', runId), async (c) => {
    const run = await runToPredict(c.env, c.req.valid('param').id, c.req.header('authorization'));
    const bytes = await getModelBytes(c.env.OBJECTS, run.id, run.state.test?.opened);
    return c.body(bytes, 200, {
      'content-type': 'application/octet-stream',
      'content-disposition': attachment(`model-${run.shownId}.swm`),
      // Another opening of the vault brings another model.
      'cache-control': 'no-cache',
    });
  })
  /** The model for use without Stepwell: a zip with a program, weights, rows to check it with, a card and a README. */
  .get('/:id/model.zip', countQuestion, validate('param', runId), async (c) => {
    const run = await runToPredict(c.env, c.req.valid('param').id, c.req.header('authorization'));
    return c.body(await archiveOf(c.env, c.req.url, run), 200, {
      'content-type': 'application/zip',
      'content-disposition': attachment(`model-${run.shownId}.zip`),
      'cache-control': 'no-cache',
    });
  })
  /** What the model takes and answers: columns with ranges and categories seen in training, and the target. */
  .get('/:id/signature', validate('param', runId), async (c) => {
    const run = await runToPredict(c.env, c.req.valid('param').id, c.req.header('authorization'));
    const { question, signature, sha256 } = await getModel(c.env.OBJECTS, run.id, run.state.test?.opened);
    const { type, target, classes, labels } = question;
    return c.json({ model: sha256, type, target, classes, labels, columns: signature });
  })
  /**
   * Predicts rows: `{"rows": [{…}]}` as JSON, answered row by row; or a file of any format of an upload, answered as CSV. The
   * test rows stay sealed, and nothing is stored.
   */
  .post('/:id/predict', limitRequest, validate('param', runId), async (c) => {
    const run = await runToPredict(c.env, c.req.valid('param').id, c.req.header('authorization'));
    const model = await getModel(c.env.OBJECTS, run.id, run.state.test?.opened);
    if (isJson(c.req.header('content-type'))) {
      const asked = rows.safeParse(await readJson(c.req.raw));
      if (!asked.success) throw invalid(asked.error);
      checkRows(asked.data.rows.length, model);
      const { table, absent, unreadable } = rowsOfJson(asked.data.rows, model.signature);
      await startEngine();
      const answers = answersOf(model, predictRows(model, table));
      const notes = notesOf(table, model.signature, absent, unreadable);
      return c.json({ model: model.sha256, rows: answers.map((answer, row) => ({ ...answer, notes: notes[row]! })) });
    }
    const body = c.req.raw.body;
    if (body === null)
      throw new StepwellError('invalid_request', 'The request has no body. Send rows as JSON, or a file.');
    const { table: read } = await readUpload(body, { part: null, limits: { ...UPLOAD_LIMITS, maxBytes: MOST_BYTES } });
    checkRows(read.rows, model);
    const { table, absent } = alignTable(read, model.signature);
    await startEngine();
    const answers = answersOf(model, predictRows(model, table));
    const csv = predictedCsv(model, answers, notesOf(table, model.signature, absent));
    return c.body(csv, 200, { 'content-type': 'text/csv; charset=utf-8' });
  });

function isJson(contentType: string | undefined): boolean {
  return /^application\/json\b/i.test(contentType ?? '');
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    throw new StepwellError('invalid_request', 'The body is no JSON. Send {"rows": [{"column": value, …}]}.');
  }
}

function invalid({ issues }: z.ZodError): StepwellError {
  const first = issues.slice(0, 3).map(({ path, message }) => `${path.map(String).join('.') || 'body'}: ${message}`);
  return new StepwellError(
    'invalid_request',
    `The request is invalid: ${first.join('; ')}. Send {"rows": [{"column": value, …}]}, at most ${MOST_JSON_ROWS} rows.`,
  );
}

/** @throws {StepwellError} `body_too_large` if the answers would not fit into memory. */
function checkRows(count: number, { question }: Model): void {
  const width = (question.classes ?? question.labels ?? question.target).length;
  const limit = Math.min(MOST_FILE_ROWS, Math.floor(MOST_PREDICTIONS / width));
  if (count <= limit) return;
  throw new StepwellError(
    'body_too_large',
    `These are ${count} rows; one request to this model predicts at most ${limit}. Send fewer, or predict on your own machine: stepwell predict URL FILE --local.`,
    { details: { rows: count, limit } },
  );
}
