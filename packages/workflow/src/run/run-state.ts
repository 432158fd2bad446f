import { z } from 'zod';
import { baselineScore } from '../stages/baseline/index.ts';
import { stageName } from '../decisions/index.ts';
import { definition } from '../stages/define/index.ts';
import { measure } from '../stages/measure/index.ts';
import { explanation } from '../stages/explain/index.ts';
import { finalModel, testResult } from '../stages/test/index.ts';
import { gate } from '../stages/gate/index.ts';
import { columnPreparation } from '../training/preparation/index.ts';
import { countSplits, protocol } from '../stages/protocol/index.ts';
import { rung, scaleUp } from '../stages/scale-up/index.ts';
import { lookAhead } from '../training/forecast/index.ts';
import { trial } from '../training/trial/index.ts';
import { certain, search, tune } from '../stages/tune/index.ts';

export const runStatus = z.enum(['running', 'finished', 'stopped', 'failed']);
export type RunStatus = z.infer<typeof runStatus>;

/** The decisions of a run so far, as plain data. Stages that haven't been reached are null. */
export const runState = z.object({
  schema: z.literal('stepwell.run/3'),
  status: runStatus,
  /** For stopped runs: whether the gate stopped it, for good, or the user, who may resume it. */
  stoppedBy: z.enum(['gate', 'person']).nullable().default(null),
  /** The current stage, or the last one. */
  stage: stageName,
  definition: definition.nullable(),
  measure: measure.nullable(),
  protocol: protocol.nullable(),
  preparation: z.array(columnPreparation).nullable(),
  /** Best first. */
  baselines: z.array(baselineScore).nullable(),
  gate: gate.nullable(),
  /** Rungs evaluated so far. */
  rungs: z.array(rung),
  scaleUp: scaleUp.nullable(),
  /** The search in progress. */
  search: search.nullable(),
  tune: tune.nullable(),
  /** How sure predictions are; null in runs from before this was found, and for single fits without costs. */
  certainty: certain.nullable().default(null),
  /** What matters to the chosen configuration; null like `certainty`. */
  explanation: explanation.nullable().default(null),
  test: testResult.nullable(),
  model: finalModel.nullable(),
  /** Of forecasts: what comes next, by the tested model; null before it is, and for others. */
  ahead: lookAhead.nullable().default(null),
  /** Trials whose fits the current stage is waiting for; null if none. */
  plan: z.array(trial).nullable(),
  /** Why the run failed, if it did. */
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type RunState = z.infer<typeof runState>;

/** @returns the state of a new run. */
export function startState(): RunState {
  return {
    schema: 'stepwell.run/3',
    status: 'running',
    stoppedBy: null,
    stage: 'define',
    definition: null,
    measure: null,
    protocol: null,
    preparation: null,
    baselines: null,
    gate: null,
    rungs: [],
    scaleUp: null,
    search: null,
    tune: null,
    certainty: null,
    explanation: null,
    test: null,
    model: null,
    ahead: null,
    plan: null,
    failure: null,
  };
}

/**
 * Returns a part of the state that an earlier stage has decided.
 *
 * @throws {Error} if it is missing, which is a bug in `advance`.
 */
export function reached<K extends keyof RunState>(state: RunState, key: K): NonNullable<RunState[K]> {
  const value = state[key];
  if (value === null || value === undefined)
    throw new Error(`stage ${state.stage} needs ${key}, which is not there yet`);
  return value;
}

/** @returns the number of splits of the run's protocol; 1 before there is one. */
export function splitCount(state: RunState): number {
  return state.protocol === null ? 1 : countSplits(state.protocol);
}
