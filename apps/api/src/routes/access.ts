import { Hono } from 'hono';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { dropLiveRun } from '../live/live-run.ts';
import { runToChange } from '../run-to-change.ts';
import { viewRun } from '../run-view.ts';
import { allowPredictions, loadRun } from '../storage/runs.ts';
import { validate } from '../validate.ts';

const runId = z.object({ id: z.string() });
const accessBody = z.strictObject({
  /** Who may use the model: whoever has a link, or only who holds the key. */
  predictions: z.enum(['link', 'key']),
});

/** Route that says who may do what. Requires the edit key. */
export const access = new Hono<{ Bindings: Env }>()
  /** Switches predictions off or on for those who have a link and no key. Copies of the model that they have remain. */
  .post('/:id/access', validate('param', runId), validate('json', accessBody), async (c) => {
    const run = await runToChange(c.env, c.req.valid('param').id, c.req.header('authorization'));
    await allowPredictions(c.env.DB, run.id, c.req.valid('json').predictions);
    dropLiveRun(run.id);
    return c.json({ run: viewRun(await loadRun(c.env.DB, run.id)) });
  });
