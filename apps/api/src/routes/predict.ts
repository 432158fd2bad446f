import { StepwellError } from '@stepwell/base/errors';
import { tooLarge } from '@stepwell/data/table';
import { answersOf, notesOf, predict as predictRows, predictFile, rowsOfJson, type Model } from '@stepwell/model';
import { flopsPerRow } from '@stepwell/workflow/training';
import { Hono } from 'hono';
import { z } from 'zod';
import { startEngine } from '../engine.ts';
import type { Env } from '../env.ts';
import { issueWords } from '../issue-words.ts';
import { rowsLimit } from '../json-limit.ts';
import { lendBody, type LentBody } from '../lent-body.ts';
import { countQuestion } from '../limits/rate.ts';
import { runToPredict } from '../run-to-predict.ts';
import { attachment } from '../share/headers.ts';
import { archiveOf } from '../archive-of.ts';
import { getModel, getModelBytes } from '../storage/models.ts';
import { setting } from '../settings.ts';
import { validate } from '../validate.ts';

/** Rows that one request may ask for as JSON. */
const MOST_JSON_ROWS = 1_000;
/** Of a delimited text, which is answered while it comes. */
const MOST_TEXT_ROWS = 200_000;
const MOST_TEXT_BYTES = 50_000_000;
/** Of a file of another format, which is held whole. */
const MOST_WHOLE_ROWS = 50_000;
const MOST_WHOLE_BYTES = 10_000_000;
/** Rows × classes, labels or numbers; an answer takes some hundred bytes each until it is sent. */
const MOST_PREDICTIONS = 200_000;

const runId = z.object({ id: z.string() });
/** Which rows of a delimited text are answered, where it is a part of a longer one. */
const partQuery = z.object({
  /** The part of a file that has several. */
  part: z.enum(['train', 'test']).optional(),
  /** Rows at the beginning that only tell how the text is written. */
  skip: z.coerce.number().int().min(0).max(1_000_000).optional(),
  /** The number of the first row after them. */
  first: z.coerce.number().int().min(1).max(1e15).optional(),
  /** Rows after them that are answered. */
  rows: z.coerce.number().int().min(1).max(1e15).optional(),
});
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
    const model = await getModel(c.env.OBJECTS, run.id, run.state.test?.opened);
    const { question, signature, sha256, certainty } = model;
    const { type, target, classes, labels, query = null } = question;
    const limits = { rows: mostRows(c.env, model), bytes: MOST_TEXT_BYTES };
    const { forecast = null } = question;
    return c.json({
      model: sha256,
      type,
      target,
      classes,
      labels,
      query,
      forecast,
      columns: signature,
      certainty,
      limits,
    });
  })
  /**
   * Predicts rows: `{"rows": [{…}]}` as JSON, answered row by row; or a file of any format of an upload, answered as CSV. A delimited
   * text is answered while it comes. The test rows stay sealed, and nothing is stored.
   */
  .post('/:id/predict', limitRequest, validate('param', runId), validate('query', partQuery), async (c) => {
    const run = await runToPredict(c.env, c.req.valid('param').id, c.req.header('authorization'));
    const model = await getModel(c.env.OBJECTS, run.id, run.state.test?.opened);
    if (isJson(c.req.header('content-type'))) {
      const asked = rows.safeParse(await readJson(c.req.raw));
      if (!asked.success) throw invalid(asked.error);
      checkRows(asked.data.rows.length, model);
      const { table, absent, unreadable } = rowsOfJson(asked.data.rows, model.signature);
      await startEngine();
      const answers = answersOf(model, predictRows(model, table), table);
      const notes = notesOf(table, model.signature, absent, unreadable);
      return c.json({ model: model.sha256, rows: answers.map((answer, row) => ({ ...answer, notes: notes[row]! })) });
    }
    const { body } = c.req.raw;
    if (body === null)
      throw new StepwellError('invalid_request', 'The request has no body. Send rows as JSON, or a file.');
    const announced = Number(c.req.header('content-length')) || 0;
    if (announced > MOST_TEXT_BYTES) throw tooLarge(MOST_TEXT_BYTES);
    await startEngine();
    const lent = lendBody(body);
    const answers = predictFile(lent.stream, {
      model,
      predict: (table) => predictRows(model, table),
      ...c.req.valid('query'),
      mostRows: mostRows(c.env, model),
      mostBytes: MOST_TEXT_BYTES,
      mostWholeBytes: MOST_WHOLE_BYTES,
      checkRows: (count) => checkRows(count, model),
    });
    return c.body(await streamOf(answers, lent), 200, { 'content-type': 'text/csv; charset=utf-8' });
  });

/**
 * The texts as a stream of bytes that makes the next when it is asked for. Ends when the request's body has ended, too.
 *
 * @throws what comes before the first of them: a status can still be answered then.
 */
async function streamOf(texts: AsyncGenerator<string, void>, body: LentBody): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  let next: IteratorResult<string, void> | null = await texts.next().catch(async (error: unknown) => {
    await body.cancel();
    throw error;
  });
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = next ?? (await texts.next());
        next = null;
        if (done !== true) return controller.enqueue(encoder.encode(value));
        await body.drain();
        controller.close();
      },
      async cancel() {
        await texts.return();
        await body.cancel();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Rows of a text that one request predicts: what it computes must fit into a request's time. */
function mostRows(env: Env, { spec }: Model): number {
  const forward = flopsPerRow(spec) / 3;
  return Math.max(1, Math.min(MOST_TEXT_ROWS, Math.floor(setting(env, 'STEP_FLOPS') / forward)));
}

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
  return new StepwellError(
    'invalid_request',
    `The request is invalid: ${issueWords(issues, 3, 'body')}. Send {"rows": [{"column": value, …}]}, at most ${MOST_JSON_ROWS} rows.`,
  );
}

/** @throws {StepwellError} `body_too_large` if the answers would not fit into memory. */
function checkRows(count: number, { question }: Model): void {
  const width = (question.classes ?? question.labels ?? question.target).length;
  const limit = Math.min(MOST_WHOLE_ROWS, Math.floor(MOST_PREDICTIONS / width));
  if (count <= limit) return;
  throw new StepwellError(
    'body_too_large',
    `These are ${count} rows; one request to this model predicts at most ${limit}. Send fewer, or predict on your own machine: stepwell predict URL FILE --local.`,
    { details: { rows: count, limit } },
  );
}
