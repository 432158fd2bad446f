import { StepwellError } from '@stepwell/base/errors';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { deleteLog } from '../cleaning/delete-run.ts';
import type { Env } from '../env.ts';
import { requireToken } from '../instance-token.ts';
import { jsonLimit } from '../json-limit.ts';
import { hashKey, newEditKey, newRunId, requireKey } from '../keys.ts';
import { countQuestion } from '../limits/rate.ts';
import { clientOf } from '../limits/client-of.ts';
import { countRun, requireRunsLeft } from '../limits/runs-today.ts';
import { BOUNDS, TITLE_LENGTH } from '../logs/bounds.ts';
import { checkConfig } from '../logs/config.ts';
import { foldLog } from '../logs/fold.ts';
import { logUrl, viewLog } from '../logs/log-view.ts';
import { evaluate } from '../logs/evaluate.ts';
import { predictionsBody } from '../logs/predictions-body.ts';
import { takePoints } from '../logs/take-points.ts';
import { dropLiveLog } from '../live/live-log.ts';
import { logFault } from '../log-fault.ts';
import { checkId } from '../report-of.ts';
import { finishLog, insertLog, keyHashOfLog, loadLog, storeEvaluation } from '../storage/logs.ts';
import { unknownRun } from '../storage/runs.ts';
import { requireJson, validate } from '../validate.ts';

const PREDICTIONS_BYTES = 4_000_000;

const runId = z.object({ id: z.string() });
const title = z
  .string()
  .max(TITLE_LENGTH)
  .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), 'a text without control characters was expected');
const logBody = z.strictObject({
  /** What the run is one of. */
  project: title.refine((text) => text.trim() !== '', 'a name was expected'),
  /** What tells it from the others; the project's name alone by default. */
  name: title.default(''),
  /** Hyperparameters and the like, as JSON. */
  config: z.record(z.string(), z.unknown()).default({}),
});
const finishBody = z.strictObject({
  /** `failed` if the training broke off. */
  status: z.enum(['finished', 'failed']).default('finished'),
});

const createLimit = bodyLimit({
  maxSize: 2 * BOUNDS.configBytes,
  onError: () => {
    throw new StepwellError(
      'body_too_large',
      `The body is too large: a config of ${BOUNDS.configBytes} bytes is the limit.`,
    );
  },
});
const pointsLimit = bodyLimit({
  maxSize: BOUNDS.bytesPerRequest,
  onError: () => {
    throw new StepwellError(
      'batch_too_large',
      `The body exceeds the limit of ${BOUNDS.bytesPerRequest / 1e6} MB. Send the points in several batches, each with the next sequence number.`,
    );
  },
});

const predictionsLimit = bodyLimit({
  maxSize: PREDICTIONS_BYTES,
  onError: () => {
    throw new StepwellError(
      'body_too_large',
      `The body exceeds the limit of ${PREDICTIONS_BYTES / 1e6} MB. Send fewer rows, drawn at random.`,
    );
  },
});

/** Routes that write logged runs: trained elsewhere, shown here. */
export const logs = new Hono<{ Bindings: Env }>()
  /** Creates a logged run. Only this answer has its edit key. */
  .post('/', requireToken, createLimit, validate('json', logBody), async (c) => {
    const { project, name, config } = c.req.valid('json');
    const client = clientOf(c.req.header('cf-connecting-ip'));
    const text = checkConfig(config);
    await requireRunsLeft(c.env, client, Date.now());
    await countRun(c.env, client, Date.now());
    const [id, key] = [newRunId(), newEditKey()];
    await insertLog(c.env.DB, { id, keyHash: await hashKey(key), project, name, config: text, createdAt: Date.now() });
    return c.json({ id, key, url: logUrl(c.req.url, id), next: 1, limits: BOUNDS }, 201);
  })
  /** Stores a batch of points. Requires the edit key. */
  .post('/:id/points', pointsLimit, validate('param', runId), async (c) => {
    requireJson(c.req.header('content-type'));
    const taken = await takePoints(c.env, {
      id: checkId(c.req.valid('param').id),
      authorization: c.req.header('authorization'),
      text: await c.req.text(),
      client: clientOf(c.req.header('cf-connecting-ip')),
      now: Date.now(),
    });
    return c.json(taken);
  })
  /** Measures predictions of the validation or the test rows. Requires the edit key. */
  .post(
    '/:id/predictions',
    countQuestion,
    predictionsLimit,
    validate('param', runId),
    validate('json', predictionsBody),
    async (c) => {
      const id = await logToChange(c.env, c.req.valid('param').id, c.req.header('authorization'));
      const body = c.req.valid('json');
      const evaluation = evaluate(body, Date.now());
      await storeEvaluation(c.env.DB, id, body.part, evaluation);
      dropLiveLog(id);
      return c.json(evaluation);
    },
  )
  /** Finishes a run, which takes no more points then. Requires the edit key. */
  .post('/:id/finish', jsonLimit, validate('param', runId), validate('json', finishBody), async (c) => {
    const id = await logToChange(c.env, c.req.valid('param').id, c.req.header('authorization'));
    await finishLog(c.env.DB, id, c.req.valid('json').status, Date.now());
    dropLiveLog(id);
    await foldLog(c.env, id).catch((fault: unknown) => logFault('folding points', fault));
    return c.json(viewLog(await loadLog(c.env.DB, id), c.req.url, Date.now()));
  })
  /** Deletes a run and all that is stored of it. Requires the edit key. */
  .delete('/:id', validate('param', runId), async (c) => {
    const id = await logToChange(c.env, c.req.valid('param').id, c.req.header('authorization'));
    await deleteLog(c.env, id, Date.now());
    dropLiveLog(id);
    return c.body(null, 204);
  });

/** @returns the id of a logged run, if the key is its own. @throws {StepwellError} `unknown_run`, `unauthorized`, `forbidden`. */
async function logToChange(env: Env, id: string, authorization: string | undefined): Promise<string> {
  const keyHash = await keyHashOfLog(env.DB, checkId(id));
  if (keyHash === null) throw unknownRun();
  await requireKey(authorization, keyHash);
  return id;
}
