import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers';
import { MOST_TRIES, tellEndOf, tellGaveUp } from './alerts/tell.ts';
import { startParallelDrivers, continueInNewDriver } from './durable/request-background.ts';
import type { RunWorkflowParams } from './run-workflow-params.ts';
import { takeTurn, type TurnMemory } from './durable/turn.ts';
import type { Env } from './env.ts';
import { logFault } from './log-fault.ts';
import { setting } from './settings.ts';
import { recordDriverFailure } from './storage/background.ts';
import { yieldToRequests } from './yield-to-requests.ts';

/** Storage errors are retried for about 15 minutes. */
const TRIES = { retries: { limit: 9, delay: 1_000, backoff: 'exponential' }, timeout: 300_000 } as const;

/**
 * Drives a run in the background. Each Workflow step does one step of the run, like any other driver. Independent fits
 * are trained in parallel by further instances of this class.
 *
 * Its decisions depend only on the results of its steps, so a replay after a crash gives the same. What it remembers between them
 * only saves reading the run again.
 */
export class RunWorkflow extends WorkflowEntrypoint<Env> {
  async run({ payload: params, instanceId }: WorkflowEvent<RunWorkflowParams>, step: WorkflowStep): Promise<string> {
    const client = `service-${instanceId}`;
    const [most, width] = [setting(this.env, 'DRIVER_STEPS'), setting(this.env, 'DRIVER_WIDTH')];
    const memory: TurnMemory = { run: null };
    let fanned: number | null = null;
    try {
      for (let taken = 1; taken <= most; taken++) {
        const turn = await step.do(`turn ${taken}`, TRIES, async () => {
          // Local workerd otherwise accepts no requests while a driver is busy.
          await yieldToRequests();
          return takeTurn(this.env, params, client, memory);
        });
        if (turn.kind === 'left') {
          if (turn.why === 'ended' && params.helping === undefined) await this.#tell(params, step, tellEndOf);
          return turn.why;
        }
        if (turn.kind === 'refused') return await this.#fail(params, step, turn.message);
        if (turn.kind === 'wait') await step.sleep(`wait ${taken}`, turn.milliseconds);
        if (turn.kind === 'stepped' && turn.beside > 0 && params.helping === undefined && fanned !== turn.plan) {
          const { plan } = turn;
          fanned = plan;
          const lanes = Math.min(width - 1, turn.beside);
          if (lanes > 0)
            await step.do(`fan out ${plan}`, TRIES, () => startParallelDrivers(this.env, params, plan, lanes));
        }
      }
      if (params.helping !== undefined) return 'full';
      await step.do('pass on', TRIES, () => continueInNewDriver(this.env, params));
      return 'passed on';
    } catch {
      return await this.#fail(
        params,
        step,
        'The storage kept failing, so the service stopped driving this run. Nothing is lost; start it in the background again.',
      );
    }
  }

  /** Tells what has become of the run, again where that fails. It never fails the driver: the scheduled job tells what is left. */
  async #tell({ runId }: RunWorkflowParams, step: WorkflowStep, how: typeof tellEndOf): Promise<void> {
    try {
      for (let attempt = 1; attempt <= MOST_TRIES; attempt++) {
        const wait = await step.do(`tell ${attempt}`, TRIES, () => how(this.env, runId, Date.now()));
        if (wait === null) return;
        await step.sleep(`wait to tell ${attempt}`, wait);
      }
    } catch (fault) {
      logFault('telling what has become of a run', fault);
    }
  }

  /** Stores why the driver stopped; parallel drivers leave that to the main one. */
  async #fail(params: RunWorkflowParams, step: WorkflowStep, why: string): Promise<string> {
    const { runId, generation, helping } = params;
    if (helping === undefined) {
      await step.do('give up', TRIES, () => recordDriverFailure(this.env.DB, runId, generation, why));
      await this.#tell(params, step, tellGaveUp);
    }
    return 'gave up';
  }
}
