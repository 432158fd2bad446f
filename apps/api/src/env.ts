import type { D1Database, Fetcher, R2Bucket, RateLimit, Workflow } from '@cloudflare/workers-types';
import type { RunWorkflowParams } from './run-workflow-params.ts';

/**
 * Bindings and variables of `wrangler.toml`. Numbers are decimals; an empty limit means no limit, and an empty setting of
 * steps or drivers means the default in `settings.ts`.
 */
export interface Env {
  OBJECTS: R2Bucket;
  DB: D1Database;
  ASSETS: Fetcher;
  /** Drives runs in the background. */
  RUNS: Workflow<RunWorkflowParams>;

  /** Most minibatches per step. */
  STEP_MINIBATCHES: string;
  /** Most floating-point operations per step. */
  STEP_FLOPS: string;
  /** Most fits that a step trains. */
  STEP_FITS: string;
  /** Most steps of one durable driver instance before a new one continues. */
  DRIVER_STEPS: string;
  /** Most durable driver instances that train fits of one run in parallel. */
  DRIVER_WIDTH: string;
  /** Seconds without a step after which a background run gets a new driver instance. */
  DRIVER_QUIET_SECONDS: string;

  /** `on`, or `off` for a local service. */
  LIMITS: string;
  /** Requests per minute and client. */
  CLIENT_LIMIT: RateLimit;
  /** New runs and previews per minute and client. */
  QUESTION_LIMIT: RateLimit;
  /** Steps per minute and run. */
  RUN_LIMIT: RateLimit;
  /** Uploaded bytes per day and client. */
  DAILY_BYTES: string;
  /** New runs per day and client. */
  DAILY_RUNS: string;
  /** Steps per day and run. */
  DAILY_STEPS: string;
  /** New runs per day of all clients together. */
  DAILY_RUNS_OF_ALL: string;

  /** Days without a change after which a run is deleted. */
  RUN_DAYS: string;
  /** Hours after which an unused upload is deleted. */
  UPLOAD_HOURS: string;

  /** `on` to log one line per request, or `off`. */
  LOG: string;

  /** The keys of Web Push, base64url: see `alerts/alert-settings.ts`. Without them there are no notifications. */
  VAPID_PUBLIC_KEY?: string;
  /** Secret. */
  VAPID_PRIVATE_KEY?: string;
  /** `mailto:` or `https:`, for push services to write to. */
  VAPID_SUBJECT?: string;
  /** Where webhooks may go: `on`, `off`, or `local` for a local service. */
  WEBHOOKS: string;

  /** Origins that may call the API from a browser, separated by spaces. */
  CORS_ORIGINS: string;
  /** Secret. If set, uploading and creating runs require it. */
  INSTANCE_TOKEN?: string;
  /** Secret. If set, it gives access to `stepwell doctor`; without it, the doctor's route doesn't exist. */
  OPERATOR_TOKEN?: string;
}
