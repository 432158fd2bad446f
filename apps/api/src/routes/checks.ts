import { StepwellError } from '@stepwell/base/errors';
import { requireRepeatable } from '@stepwell/model/check';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { newRunId } from '../keys.ts';
import { checkId } from '../report-of.ts';
import { runToChange } from '../run-to-change.ts';
import { showDatasets } from '../shown-datasets.ts';
import { deleteCheck, insertCheck, loadChecks, type StoredCheck } from '../storage/checks.ts';
import { loadRun, type StoredRun } from '../storage/runs.ts';
import { validate } from '../validate.ts';

const runId = z.object({ id: z.string() });
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected a sha256 in hexadecimal');
const checkBody = z.strictObject({
  result: z.enum(['same', 'different']),
  /** Where it ran. */
  where: z.strictObject({
    kind: z.enum(['browser', 'terminal']),
    /** Of the engine: `Chromium`, `Node`. */
    name: z.string().regex(/^[A-Za-z][A-Za-z ._-]{0,29}$/, 'expected 1 to 30 letters, such as Chromium'),
    version: z.string().regex(/^\d[0-9A-Za-z.+-]{0,29}$/, 'expected a version, such as 24.9.0'),
    /** `linux x64`. */
    platform: z
      .string()
      .regex(/^[0-9A-Za-z][0-9A-Za-z ._-]{0,29}$/, 'expected 1 to 30 letters and digits, such as linux x64')
      .optional(),
  }),
  /** Sha256 of the weights that came out there; null if there were none. */
  weights: sha256.nullable(),
  /** Fingerprints of the files, as a report shows them. */
  dataset: sha256,
  testDataset: sha256.optional(),
});
type CheckBody = z.infer<typeof checkBody>;

/** Routes of checks: what the key holder says of making the run again somewhere. Attaching and removing require the edit key. */
export const checks = new Hono<{ Bindings: Env }>()
  /** Attaches a check. What it compared must be this run's; that it ran at all, the service can't know. */
  .post('/:id/checks', validate('param', runId), validate('json', checkBody), async (c) => {
    const run = await runToChange(c.env, c.req.valid('param').id, c.req.header('authorization'));
    const body = c.req.valid('json');
    const { status, stoppedBy, test } = run.state;
    requireRepeatable({ run: { status, stoppedBy }, test });
    await requireOfRun(run, body);
    const { result, where, weights } = body;
    const check: StoredCheck = {
      id: newRunId(),
      kind: where.kind,
      place: `${where.name} ${where.version}${where.platform === undefined ? '' : ` on ${where.platform}`}`,
      result,
      weights,
      checkedAt: Date.now(),
    };
    if (!(await insertCheck(c.env.DB, run.id, run.version, check))) {
      throw new StepwellError('step_conflict', 'The run changed meanwhile. Check it again, then attach the new check.');
    }
    return c.json(check, 201);
  })
  /** The checks of this run, the newest first. */
  .get('/:id/checks', validate('param', runId), async (c) => {
    const run = await loadRun(c.env.DB, checkId(c.req.valid('param').id));
    c.header('Cache-Control', 'no-cache');
    return c.json({ checks: await loadChecks(c.env.DB, run.id, run.version) });
  })
  /** Removes a check. */
  .delete('/:id/checks/:check', validate('param', runId.extend({ check: z.string() })), async (c) => {
    const { id, check } = c.req.valid('param');
    const run = await runToChange(c.env, id, c.req.header('authorization'));
    if (!(await deleteCheck(c.env.DB, run.id, check))) {
      throw new StepwellError(
        'unknown_check',
        'The run has no such check; it may have been removed or replaced already. Read the list of checks again.',
      );
    }
    return c.body(null, 204);
  });

/** @throws {StepwellError} `check_mismatch` if a check is of other files or, though all was the same, of other weights. */
async function requireOfRun(run: StoredRun, { result, weights, dataset, testDataset }: CheckBody): Promise<void> {
  const shown = await showDatasets(run.spec);
  requireEqual('fingerprint of the file', shown.dataset, dataset);
  requireEqual('fingerprint of the test file', shown.testDataset ?? null, testDataset ?? null);
  if (result === 'same') requireEqual('sha256 of the weights', run.state.model?.sha256 ?? null, weights);
}

function requireEqual(what: string, expected: string | null, given: string | null): void {
  if (expected === given) return;
  throw new StepwellError(
    'check_mismatch',
    `This check isn't of this run: the ${what} is ${given ?? 'missing'}, and the run's is ${expected ?? 'none'}. Check this run with the file it was made from, then attach that check.`,
    { details: { what, given, expected } },
  );
}
