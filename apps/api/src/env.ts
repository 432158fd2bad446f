import type { D1Database, Fetcher, R2Bucket, RateLimit, Workflow } from '@cloudflare/workers-types';
import type { RunWorkflowParams } from './run-workflow-params.ts';

/**
 * What `wrangler.toml` binds and sets. Numbers are decimals; an empty one means that there is no such limit, or, of steps and
 * drivers, what `settings.ts` says.
 */
export interface Env {
  OBJECTS: R2Bucket;
  DB: D1Database;
  ASSETS: Fetcher;
  /** Drives runs that nobody watches. */
  RUNS: Workflow<RunWorkflowParams>;

  /** Minibatches one step may take. */
  STEP_MINIBATCHES: string;
  /** Floating-point operations one step may take. */
  STEP_FLOPS: string;
  /** Steps one instance of the durable driver may take before a fresh one goes on. */
  DRIVER_STEPS: string;
  /** Instances of the durable driver that may train fits of one run side by side. */
  DRIVER_WIDTH: string;
  /** Seconds without a step after which a run that the service drives is handed to a fresh instance. */
  DRIVER_QUIET_SECONDS: string;

  /** `on`, or `off` where the only client is whoever started the service. */
  LIMITS: string;
  /** Requests a minute by one client. */
  CLIENT_LIMIT: RateLimit;
  /** Questions a minute by one client: runs created, and what they would decide. */
  QUESTION_LIMIT: RateLimit;
  /** Steps a minute of one run. */
  RUN_LIMIT: RateLimit;
  /** Bytes one client may upload a day. */
  DAILY_BYTES: string;
  /** Runs one client may create a day. */
  DAILY_RUNS: string;
  /** Steps one run may take a day. */
  DAILY_STEPS: string;
  /** Runs that all clients together may create a day. */
  DAILY_RUNS_OF_ALL: string;

  /** Days after which a run that nothing changes is deleted. */
  RUN_DAYS: string;
  /** Hours after which an upload that no run uses is deleted. */
  UPLOAD_HOURS: string;

  /** `on` for a line a request in the log, or `off`. */
  LOG: string;

  /** Origins that may call the API from a browser, separated by spaces. */
  CORS_ORIGINS: string;
  /** A secret. Where it is set, uploading and creating runs take it. */
  INSTANCE_TOKEN?: string;
  /** A secret. Where it is set, it opens what `stepwell doctor` asks. */
  OPERATOR_TOKEN?: string;
}
