declare module 'cloudflare:workers' {
  /** The bindings of wrangler.toml, and the migrations that the test configuration adds. */
  export const env: import('../../apps/api/src/env.ts').Env & {
    MIGRATIONS: { name: string; queries: string[] }[];
    /** Where requests to the receiver go: see test/receiver.ts. */
    RECEIVER: string;
    /** A limit small enough to be reached. */
    THREE_A_MINUTE: import('@cloudflare/workers-types').RateLimit;
    /** The sha256 that the training for all engines ends on in Node. */
    WEIGHTS_IN_NODE: string;
  };
}
declare module 'cloudflare:test' {
  export function applyD1Migrations(
    db: import('@cloudflare/workers-types').D1Database,
    migrations: { name: string; queries: string[] }[],
  ): Promise<void>;
}

declare module 'cloudflare:test' {
  interface InstanceModifier {
    disableSleeps(): Promise<void>;
    disableRetryDelays(): Promise<void>;
    mockStepError(step: { name: string }, error: Error, times?: number): Promise<void>;
  }
  /** Looks into one instance of a Workflow, which may not have begun. */
  export function introspectWorkflowInstance(
    workflow: import('@cloudflare/workers-types').Workflow<unknown>,
    id: string,
  ): Promise<{
    modify(change: (modifier: InstanceModifier) => Promise<void>): Promise<void>;
    waitForStatus(status: 'complete' | 'errored'): Promise<void>;
    waitForStepResult(step: { name: string }): Promise<unknown>;
    getOutput(): Promise<unknown>;
    [Symbol.asyncDispose](): Promise<void>;
  }>;
}
