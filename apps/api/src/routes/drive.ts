import { reopen, resume, stop } from '@stepwell/workflow';
import { StepwellError } from '@stepwell/base/errors';
import { Hono } from 'hono';
import { z } from 'zod';
import { tellAfterStep } from '../alerts/tell.ts';
import { requestBackground, replaceDriver } from '../durable/request-background.ts';
import type { Env } from '../env.ts';
import { dropLiveRun } from '../live/live-run.ts';
import { countStep } from '../limits/rate.ts';
import { commitChange, runToChange } from '../run-to-change.ts';
import { viewRun } from '../run-view.ts';
import { setting } from '../settings.ts';
import { runStep } from '../step.ts';
import { moveToForeground } from '../storage/background.ts';
import { loadRun } from '../storage/runs.ts';
import { validate } from '../validate.ts';
import { waitBehind } from '../wait-behind.ts';

const stepBody = z.strictObject({
  /** Name of the driver, which leases a fit from step to step. */
  client: z
    .string()
    .regex(
      /^(?!service-)[A-Za-z0-9_-]{1,64}$/,
      'expected 1 to 64 letters, digits, - and _, not beginning with service-',
    )
    .default('anonymous'),
  /** Committed steps that the driver knows of. */
  expect: z.int().nonnegative().optional(),
  /** Most minibatches of this step, instead of the service's setting; the limit of operations stays. */
  minibatches: z.int().min(1).max(100_000).optional(),
});
const reopenBody = z.strictObject({
  /** A trial of the search: `tune-3`. */
  trial: z.string().max(100),
});
const runId = z.object({ id: z.string() });

/** Routes that drive or change a run. All require the edit key. */
export const drive = new Hono<{ Bindings: Env }>()
  /** Does the next step of a run. */
  .post('/:id/step', validate('param', runId), validate('json', stepBody), async (c) => {
    const { id } = c.req.valid('param');
    const run = await runToChange(c.env, id, c.req.header('authorization'));
    await countStep(c.env, run.id);
    const { client, expect, minibatches } = c.req.valid('json');
    const { after: loaded, ...done } = await runStep(c.env, run, {
      client,
      expect,
      thenLoad: true,
      budget: {
        minibatches: minibatches ?? setting(c.env, 'STEP_MINIBATCHES'),
        flops: setting(c.env, 'STEP_FLOPS'),
      },
    });
    const after = loaded ?? (await loadRun(c.env.DB, run.id));
    if (after.version !== run.version) dropLiveRun(run.id);
    c.set('steps', after.steps);
    if (after.state.status !== 'running') await waitBehind(c, tellAfterStep(c.env, after));
    return c.json({ ...done, run: viewRun(after) });
  })
  /** Reopens the vault to test another trial, in the following steps. Openings are counted and shown. */
  .post('/:id/reopen', validate('param', runId), validate('json', reopenBody), async (c) => {
    const run = await runToChange(c.env, c.req.valid('param').id, c.req.header('authorization'));
    const view = await commitChange(c.env, run, reopen(run.state, c.req.valid('json').trial));
    if (run.inBackground) await replaceDriver(c.env, run);
    return c.json({ run: view });
  })
  /** Stops a run; the vault stays sealed. */
  .post('/:id/stop', validate('param', runId), async (c) => {
    const run = await runToChange(c.env, c.req.valid('param').id, c.req.header('authorization'));
    return c.json({ run: await commitChange(c.env, run, stop(run.state)) });
  })
  /** Makes the service drive the run in the background. */
  .post('/:id/background', validate('param', runId), async (c) => {
    const run = await runToChange(c.env, c.req.valid('param').id, c.req.header('authorization'));
    if (run.state.status !== 'running') {
      throw new StepwellError(
        'not_ready',
        `The run is ${run.state.status}, and only a running run can be finished in the background. Resume it or start a new one.`,
      );
    }
    await requestBackground(c.env, run);
    dropLiveRun(run.id);
    return c.json({ run: viewRun(await loadRun(c.env.DB, run.id)) });
  })
  /** Stops the service from driving the run, after the current step. */
  .post('/:id/foreground', validate('param', runId), async (c) => {
    const run = await runToChange(c.env, c.req.valid('param').id, c.req.header('authorization'));
    await moveToForeground(c.env.DB, run.id);
    dropLiveRun(run.id);
    return c.json({ run: viewRun(await loadRun(c.env.DB, run.id)) });
  })
  /** Resumes a run that the user stopped. */
  .post('/:id/resume', validate('param', runId), async (c) => {
    const run = await runToChange(c.env, c.req.valid('param').id, c.req.header('authorization'));
    const view = await commitChange(c.env, run, resume(run.state));
    // If the service drove it before, it does again.
    if (run.inBackground) await replaceDriver(c.env, run);
    return c.json({ run: view });
  });
