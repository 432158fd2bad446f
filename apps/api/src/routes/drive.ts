import { reopen, resume, stop } from '@stepwell/workflow';
import { StepwellError } from '@stepwell/base/errors';
import { Hono } from 'hono';
import { z } from 'zod';
import { handOver, handOverAgain } from '../durable/hand-over.ts';
import type { Env } from '../env.ts';
import { forgetLiveRun } from '../live/live-run.ts';
import { countStep } from '../limits/rate.ts';
import { commitChange, runToChange } from '../run-to-change.ts';
import { viewRun } from '../run-view.ts';
import { setting } from '../settings.ts';
import { runStep } from '../step.ts';
import { moveToForeground } from '../storage/background.ts';
import { loadRun } from '../storage/runs.ts';
import { validate } from '../validate.ts';

const stepBody = z.strictObject({
  /** Names the driver; a fit stays with it from step to step. */
  client: z
    .string()
    .regex(/^(?!service-)[A-Za-z0-9_-]{1,64}$/, 'up to 64 letters, digits, - and _, other than service-…')
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

/** What moves a run on, or changes its course: all of it takes the edit key. */
export const drive = new Hono<{ Bindings: Env }>()
  /** Does the next step of a run, whatever it is. */
  .post('/:id/step', validate('param', runId), validate('json', stepBody), async (c) => {
    const { id } = c.req.valid('param');
    const run = await runToChange(c.env, id, c.req.header('authorization'));
    await countStep(c.env, run.id);
    const { client, expect, minibatches } = c.req.valid('json');
    const done = await runStep(c.env, run, {
      client,
      expect,
      budget: {
        minibatches: minibatches ?? setting(c.env, 'STEP_MINIBATCHES'),
        flops: setting(c.env, 'STEP_FLOPS'),
      },
    });
    const after = await loadRun(c.env.DB, run.id);
    if (after.version !== run.version) forgetLiveRun(run.id);
    c.set('steps', after.steps);
    return c.json({ ...done, run: viewRun(after) });
  })
  /** Opens the vault once more, for another trial; counted and shown. The steps that follow do it. */
  .post('/:id/reopen', validate('param', runId), validate('json', reopenBody), async (c) => {
    const run = await runToChange(c.env, c.req.valid('param').id, c.req.header('authorization'));
    const view = await commitChange(c.env, run, reopen(run.state, c.req.valid('json').trial));
    if (run.inBackground) await handOverAgain(c.env, run);
    return c.json({ run: view });
  })
  /** Stops a run where it stands; the vault stays closed. */
  .post('/:id/stop', validate('param', runId), async (c) => {
    const run = await runToChange(c.env, c.req.valid('param').id, c.req.header('authorization'));
    return c.json({ run: await commitChange(c.env, run, stop(run.state)) });
  })
  /** Hands the run to the service, which goes on when nobody watches. */
  .post('/:id/background', validate('param', runId), async (c) => {
    const run = await runToChange(c.env, c.req.valid('param').id, c.req.header('authorization'));
    if (run.state.status !== 'running') {
      throw new StepwellError('not_ready', `The run is ${run.state.status}: there is nothing to keep going.`);
    }
    await handOver(c.env, run);
    forgetLiveRun(run.id);
    return c.json({ run: viewRun(await loadRun(c.env.DB, run.id)) });
  })
  /** Takes the run back: the service leaves after the step under way. */
  .post('/:id/foreground', validate('param', runId), async (c) => {
    const run = await runToChange(c.env, c.req.valid('param').id, c.req.header('authorization'));
    await moveToForeground(c.env.DB, run.id);
    forgetLiveRun(run.id);
    return c.json({ run: viewRun(await loadRun(c.env.DB, run.id)) });
  })
  /** Goes on with a run that was stopped by hand. */
  .post('/:id/resume', validate('param', runId), async (c) => {
    const run = await runToChange(c.env, c.req.valid('param').id, c.req.header('authorization'));
    const view = await commitChange(c.env, run, resume(run.state));
    // Whoever drove it before goes on.
    if (run.inBackground) await handOverAgain(c.env, run);
    return c.json({ run: view });
  });
