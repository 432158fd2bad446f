import type { Env } from './env.ts';

/** What wrangler.toml sets to begin with. A step or a driver with no bound at all, or none of its own, is of no use. */
const DEFAULTS = {
  STEP_MINIBATCHES: 2_000,
  STEP_FLOPS: 4e10,
  DRIVER_STEPS: 900,
  DRIVER_WIDTH: 4,
  DRIVER_QUIET_SECONDS: 600,
};

/** @returns a setting, 1 or more; what it is to begin with where it is empty, mistyped or less. */
export function setting<Name extends keyof typeof DEFAULTS>(env: Pick<Env, Name>, name: Name): number {
  const number = positive(env[name]);
  return number !== null && number >= 1 ? number : DEFAULTS[name];
}

/** @returns the number that a setting says; null where it says none above 0. */
export function positive(text: string | undefined): number | null {
  const number = Number(text);
  return number > 0 && Number.isFinite(number) ? number : null;
}
