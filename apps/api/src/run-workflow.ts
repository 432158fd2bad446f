import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers';
import { fanOut, passOn } from './durable/hand-over.ts';
import type { RunWorkflowParams } from './run-workflow-params.ts';
import { takeTurn } from './durable/turn.ts';
import type { Env } from './env.ts';
import { setting } from './settings.ts';
import { giveUp } from './storage/background.ts';

/** A fault of storage is tried again for about a quarter of an hour. */
const TRIES = { retries: { limit: 9, delay: 1_000, backoff: 'exponential' }, timeout: 300_000 } as const;

/**
 * Drives a run that nobody watches: each step of this Workflow is one step of the run, by the same path as everybody's.
 * Fits that don't wait for each other are trained side by side, by instances of the same class.
 *
 * What it decides depends on nothing but the results of its steps, so that it comes to the same after a crash.
 */
export class RunWorkflow extends WorkflowEntrypoint<Env> {
  async run({ payload: params, instanceId }: WorkflowEvent<RunWorkflowParams>, step: WorkflowStep): Promise<string> {
    const client = `service-${instanceId}`;
    const [most, width] = [setting(this.env, 'DRIVER_STEPS'), setting(this.env, 'DRIVER_WIDTH')];
    let fanned: number | null = null;
    try {
      for (let taken = 1; taken <= most; taken++) {
        const turn = await step.do(`turn ${taken}`, TRIES, async () => {
          await letOthersIn();
          return takeTurn(this.env, params, client);
        });
        if (turn.kind === 'left') return turn.why;
        if (turn.kind === 'refused') return await this.#giveUp(params, step, turn.message);
        if (turn.kind === 'wait') await step.sleep(`wait ${taken}`, turn.milliseconds);
        if (turn.kind === 'stepped' && turn.beside > 0 && params.helping === undefined && fanned !== turn.plan) {
          const { plan } = turn;
          fanned = plan;
          const lanes = Math.min(width - 1, turn.beside);
          if (lanes > 0) await step.do(`fan out ${plan}`, TRIES, () => fanOut(this.env, params, plan, lanes));
        }
      }
      if (params.helping !== undefined) return 'full';
      await step.do('pass on', TRIES, () => passOn(this.env, params));
      return 'passed on';
    } catch {
      return await this.#giveUp(
        params,
        step,
        'Storage failed again and again. Nothing is lost: hand the run over again.',
      );
    }
  }

  /** Who only helps leaves the trouble to the first. */
  async #giveUp({ runId, generation, helping }: RunWorkflowParams, step: WorkflowStep, why: string): Promise<string> {
    if (helping === undefined) await step.do('give up', TRIES, () => giveUp(this.env.DB, runId, generation, why));
    return 'gave up';
  }
}

/** On one machine, where storage answers without a network, workerd takes in no request while a driver has work to do. */
function letOthersIn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 1);
  });
}
