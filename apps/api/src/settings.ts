import type { Env } from './env.ts';

/** Defaults, as in wrangler.toml. Steps and drivers are always bounded. */
const DEFAULTS = {
  STEP_MINIBATCHES: 10_000,
  STEP_FLOPS: 4e10,
  STEP_FITS: 16,
  DRIVER_STEPS: 900,
  DRIVER_WIDTH: 4,
  DRIVER_QUIET_SECONDS: 600,
};

/** @returns a setting, at least 1; its default if empty or invalid. */
export function setting<Name extends keyof typeof DEFAULTS>(env: Pick<Env, Name>, name: Name): number {
  const number = positive(env[name]);
  return number !== null && number >= 1 ? number : DEFAULTS[name];
}

/** @returns a setting as a number above 0, or null. */
export function positive(text: string | undefined): number | null {
  const number = Number(text);
  return number > 0 && Number.isFinite(number) ? number : null;
}
