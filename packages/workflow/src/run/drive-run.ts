import { StepwellError } from '@stepwell/base/errors';
import type { Predictions } from '@stepwell/metrics';
import type { Decision } from '../decisions/index.ts';
import { fitStep, type Checkpoint, type CurvePoint, type FitData, type StepBudget } from '../training/fit/index.ts';
import { advance, type Task } from './advance.ts';
import { apply, fail } from './apply.ts';
import type { Opening } from './change.ts';
import { fitContextOf, fitDataKey, fitDataOf, fitOf } from './fit-rows.ts';
import { perform } from './perform.ts';
import type { RunData } from './run-data.ts';
import { runState, startState, type RunState } from './run-state.ts';
import type { FitOutcome, FitRef, Trial } from '../training/trial/index.ts';

/** How to drive a run, and what to see of it. */
export interface Driving {
  budget?: StepBudget;
  /** Which of the tasks that are ready is done next; the first as a rule. */
  choose?: (ready: Task[]) => Task;
  /** Called with each state that a driver would store, the first included. */
  onState?: (state: RunState, decisions: Decision[]) => void;
  /** Called with each fit that is done, and its curve. */
  onFit?: (id: string, points: CurvePoint[]) => void;
  /** Which of the gate's trials are run; all as a rule. Those left out leave their part of the evidence empty. */
  gateTrials?: (trial: Trial) => boolean;
  /** Ends the drive once it holds; at the run's own end otherwise. */
  until?: (state: RunState) => boolean;
}

/** What came of a run. */
export interface Driven {
  state: RunState;
  decisions: Decision[];
  predictions: Predictions | null;
  /** The model that was tested; null before the test. */
  tested: Opening['tested'] | null;
  /** The curve points of each fit, in the order they came. */
  points: Map<string, CurvePoint[]>;
  /** Where each fit stands at last. */
  checkpoints: Map<string, Checkpoint>;
}

const ONE_STEP: StepBudget = { minibatches: 1_000_000, flops: Infinity };

/** Drives a run to its end in memory: advance, do, apply. Every state goes through JSON, as it does in storage. */
export async function driveRun(data: RunData, driving: Driving = {}): Promise<Driven> {
  const { budget = ONE_STEP, choose = (ready) => ready[0]!, gateTrials, onState, onFit, until = () => false } = driving;
  const driven: Driven = {
    state: startState(),
    decisions: [],
    predictions: null,
    tested: null,
    points: new Map(),
    checkpoints: new Map(),
  };
  const { checkpoints } = driven;
  const outcomes = new Map<string, FitOutcome>();
  const fits = new Map<string, FitData>();
  onState?.(driven.state, []);
  for (;;) {
    const ready = advance(driven.state, (id) => outcomes.has(id));
    if (ready.length === 0 || until(driven.state)) return driven;
    const task = choose(ready);
    if (task.kind === 'fit') {
      stepFit(task.fit);
      continue;
    }
    const results = {
      outcome: (id: string) => outcomes.get(id)!,
      checkpoint: (id: string) => Promise.resolve(checkpoints.get(id)!),
    };
    await decide(task, results);
    onState?.(driven.state, driven.decisions);
  }

  function stepFit(ref: FitRef): void {
    const { state, points } = driven;
    const key = fitDataKey(driven.state, ref);
    const fitData = fits.get(key) ?? fitDataOf(state, data, ref);
    fits.set(key, fitData);
    const context = fitContextOf(state, data, ref);
    const before = checkpoints.get(ref.id) ?? null;
    const step = fitStep(fitOf(state, ref), context, fitData, before, budget);
    checkpoints.set(ref.id, step.checkpoint);
    points.set(ref.id, [...(points.get(ref.id) ?? []), ...step.points]);
    if (!step.done) return;
    outcomes.set(ref.id, { history: step.checkpoint.history, diverged: step.checkpoint.diverged });
    onFit?.(ref.id, points.get(ref.id)!);
  }

  async function decide(task: Task, results: Parameters<typeof perform>[3]): Promise<void> {
    try {
      const change = await perform(task, driven.state, data, results);
      driven.state = stored(apply(driven.state, change));
      const { stage, plan } = driven.state;
      if (stage === 'gate' && plan !== null && gateTrials !== undefined) {
        driven.state = { ...driven.state, plan: plan.filter(gateTrials) };
      }
      driven.decisions = [...driven.decisions, ...change.decisions];
      driven.predictions ??= change.opening?.predictions ?? null;
      driven.tested ??= change.opening?.tested ?? null;
    } catch (error) {
      if (!(error instanceof StepwellError)) throw error;
      driven.state = stored(fail(driven.state, error));
    }
  }
}

function stored(state: RunState): RunState {
  return runState.parse(JSON.parse(JSON.stringify(state)));
}
