declare module 'cloudflare:workers' {
  type Platform = import('@cloudflare/workers-types').CloudflareWorkersModule.WorkflowStep;

  /** The steps of a Workflow, as far as they are used here. */
  export interface WorkflowStep {
    do<T>(
      name: string,
      config: {
        retries: { limit: number; delay: number; backoff: 'exponential' };
        timeout: number;
      },
      callback: () => Promise<T>,
    ): Promise<T>;
    sleep: Platform['sleep'];
  }

  /** What an instance of a Workflow was made with. */
  export interface WorkflowEvent<T> {
    payload: Readonly<T>;
    instanceId: string;
  }

  /** A Workflow: Cloudflare calls `run`, again from its beginning after a crash, with the results of steps that are done. */
  export abstract class WorkflowEntrypoint<Env> {
    protected ctx: import('@cloudflare/workers-types').ExecutionContext;
    protected env: Env;
    constructor(ctx: import('@cloudflare/workers-types').ExecutionContext, env: Env);
  }
}
