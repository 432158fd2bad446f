import { STAGES, type StageName } from '@stepwell/workflow/stages';
import type { RunView } from '../api/client.ts';

/** Where a stage stands. */
export type StageState = 'done' | 'now' | 'ahead' | 'stopped';

const TRIALS: Partial<Record<StageName, RegExp>> = {
  power: /^(?:power|linear|shuffled|share-\d+|random-order|(?:ordered|late)-(?:time|rows))$/,
  'scale-up': /^rung-\d+(?:-slower)?$/,
  tune: /^(?:tune-\d+(?:-\d+)?|threshold)$/,
  test: /^final(?:-|$)/,
};

/** @returns every stage in order with where it stands. */
export function stageStates({
  stage,
  status,
}: Pick<RunView, 'stage' | 'status'>): { stage: StageName; state: StageState }[] {
  const at = STAGES.indexOf(stage);
  return STAGES.map((name, i) => {
    if (i < at || status === 'finished') return { stage: name, state: 'done' };
    if (i > at) return { stage: name, state: 'ahead' };
    return { stage: name, state: status === 'running' ? 'now' : 'stopped' };
  });
}

/** @returns whether a stage trains. */
export function trains(stage: StageName): boolean {
  return TRIALS[stage] !== undefined;
}

/** @returns the trials that belong to a stage. */
export function trialsOfStage(stage: StageName, trials: readonly string[]): string[] {
  return trials.filter((trial) => TRIALS[stage]?.test(trial) === true);
}

/** @returns the stage to show unless the person chose one: the last that has curves, or where the run stands. */
export function stageToShow(current: StageName, trials: readonly string[]): StageName {
  return STAGES.findLast((stage) => trialsOfStage(stage, trials).length > 0) ?? current;
}

/** @returns the stage of that name, or null when there is none. */
export function stageNamed(name: string | null): StageName | null {
  return STAGES.find((stage) => stage === name) ?? null;
}
