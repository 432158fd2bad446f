import type { ExecutionContext, ScheduledController } from '@cloudflare/workers-types';
import { clean } from './cleaning/scheduled.ts';
import type { Env } from './env.ts';

/** What the service does by the clock: `crons` in `wrangler.toml` says when. */
export function scheduled(
  controller: Pick<ScheduledController, 'scheduledTime'>,
  env: Env,
  ctx: Pick<ExecutionContext, 'waitUntil'>,
): void {
  ctx.waitUntil(clean(env, controller.scheduledTime).then((report) => console.log('Cleaned.', JSON.stringify(report))));
}
