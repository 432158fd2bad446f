/** Parameters of a durable driver instance. */
export interface RunWorkflowParams {
  runId: string;
  /** Generation of the run's driver; an instance stops when the run has a newer one. */
  generation: number;
  /** For parallel drivers: the run's version whose planned fits it trains. */
  helping?: number;
  /** Which of the parallel drivers it is, from 1. */
  lane?: number;
}

/** @returns the name of an instance; equal parameters give the same name, so none starts twice. */
export function instanceId({ runId, generation, helping, lane = 0 }: RunWorkflowParams): string {
  const of = `${runId}-${generation}`;
  return helping === undefined ? of : `${of}-${helping}-${lane}`;
}
