/** What an instance of the durable driver is told. */
export interface RunWorkflowParams {
  runId: string;
  /** Counts the instances that a run was handed to: an older one leaves when it sees a newer. */
  generation: number;
  /** For who only trains beside the first: the plan whose fits it helps with, by the run's version. */
  helping?: number;
}

/** @returns what an instance is called: the same for the same task, so that none begins twice. */
export function instanceId({ runId, generation, helping }: RunWorkflowParams, lane = 0): string {
  const of = `${runId}-${generation}`;
  return helping === undefined ? of : `${of}-${helping}-${lane}`;
}
