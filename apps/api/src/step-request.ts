import type { CurvePoint, StepBudget, Task } from '@stepwell/workflow';
import type { StoredRun } from './storage/runs.ts';

/** Request for a step. */
export interface StepRequest {
  /** Name of the driver, which leases a fit from step to step. */
  client: string;
  /** Where in the list of ready fits it begins, in [0, 1), so that several drivers don't begin at the same one. */
  place?: number;
  /** Committed steps that the driver knows of; the step is rejected if there are more. */
  expect?: number | undefined;
  budget: StepBudget;
  /** Whether the run is loaded again with the commit. */
  thenLoad?: boolean;
}

/** Result of a step. */
export interface StepDone {
  /** The task that was done; null if the run had already ended. */
  did: { kind: Task['kind']; stage: string; fit: string | null } | null;
  /** Curve points of that fit finished in this step; those of others are in the run's curve. */
  points: CurvePoint[];
  /** Steps that were committed: one for a decision, and one for each fit that was trained. */
  committed: number;
  /** The run after the step, if it was asked for and is known. */
  after: StoredRun | null;
}
