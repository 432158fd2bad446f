import type { D1Database, Fetcher, R2Bucket } from '@cloudflare/workers-types';

/** What `wrangler.toml` binds. */
export interface Env {
  OBJECTS: R2Bucket;
  DB: D1Database;
  ASSETS: Fetcher;
  /** Minibatches one step may take, as a decimal. */
  STEP_MINIBATCHES: string;
  /** Floating-point operations one step may take, as a decimal. */
  STEP_FLOPS: string;
}
