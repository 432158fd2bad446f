import { STAGES, type StageName } from '@stepwell/workflow/stages';
import type { RunView } from '../api/client.ts';

/** The state of a stage. */
export type StageState = 'done' | 'now' | 'ahead' | 'stopped' | 'skipped';

const TRIALS: Partial<Record<StageName, RegExp>> = {
  gate: /^(?:power|linear|shuffled|share-\d+|random-order|(?:ordered|late)-(?:time|rows))$/,
  'scale-up': /^rung-\d+(?:-slower)?$/,
  tune: /^(?:tune-\d+(?:-\d+)?|threshold)$/,
  test: /^final(?:[-.]|$)/,
};

/** @returns all stages in order with their states. */
export function stageStates({
  stage,
  status,
  effort,
}: Pick<RunView, 'stage' | 'status' | 'effort'>): { stage: StageName; state: StageState }[] {
  const at = STAGES.indexOf(stage);
  return STAGES.map((name, i) => {
    if (skips(name, effort)) return { stage: name, state: 'skipped' };
    if (i < at || status === 'finished') return { stage: name, state: 'done' };
    if (i > at) return { stage: name, state: 'ahead' };
    return { stage: name, state: status === 'running' ? 'now' : 'stopped' };
  });
}

/** @returns whether a run skips a stage: a single configuration has no gate. */
export function skips(stage: StageName, effort: RunView['effort']): boolean {
  return stage === 'gate' && effort === 'single';
}

/** @returns whether a stage trains anything. */
export function trains(stage: StageName): boolean {
  return TRIALS[stage] !== undefined;
}

/**
 * @returns the trials that belong to a stage.
 * @param searched trials of the search so far: a single configuration belongs to the scale-up, too.
 */
export function trialsOfStage(
  stage: StageName,
  trials: readonly string[],
  searched: readonly { id: string }[] = [],
): string[] {
  const isSearched = (trial: string) => stage === 'tune' && searched.some(({ id }) => id === trial);
  return trials.filter((trial) => TRIALS[stage]?.test(trial) === true || isSearched(trial));
}

/**
 * @returns the stage to show by default: the last one with curves, or the current one. For a finished run that's the
 * search, since the final fit isn't validated.
 */
export function stageToShow(
  { stage, status, effort }: Pick<RunView, 'stage' | 'status' | 'effort'>,
  trials: readonly string[],
): StageName {
  if (status === 'finished') return effort === 'single' ? 'scale-up' : 'tune';
  return STAGES.findLast((name) => trialsOfStage(name, trials).length > 0) ?? stage;
}

/** @returns the stage before this one; null for the first. */
export function stageBefore(stage: StageName): StageName | null {
  return STAGES[STAGES.indexOf(stage) - 1] ?? null;
}

/** @returns the stage of that name, or null if there is none. */
export function stageNamed(name: string | null): StageName | null {
  return STAGES.find((stage) => stage === name) ?? null;
}
