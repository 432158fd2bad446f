import type { CurvePoint, StepBudget, Task } from '@stepwell/workflow';

/** Request for a step. */
export interface StepRequest {
  /** Name of the driver, which leases a fit from step to step. */
  client: string;
  /** Committed steps that the driver knows of; the step is rejected if there are more. */
  expect?: number | undefined;
  budget: StepBudget;
}

/** Result of a step. */
export interface StepDone {
  /** The task that was done; null if the run had already ended. */
  did: { kind: Task['kind']; stage: string; fit: string | null } | null;
  /** Curve points of that fit finished in this step; those of others are in the run's curve. */
  points: CurvePoint[];
  /** Steps that were committed: one for a decision, and one for each fit that was trained. */
  committed: number;
}
