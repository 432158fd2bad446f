import { z } from 'zod';
import type { RunSpec } from './run-spec.ts';

/** What one step of time is. */
export const timeStep = z.discriminatedUnion('unit', [
  z.object({ unit: z.literal('milliseconds'), size: z.number().positive() }),
  z.object({ unit: z.literal('months'), size: z.int().positive() }),
  /** Of a column of numbers. */
  z.object({ unit: z.literal('number'), size: z.number().positive() }),
  /** From one row to the next: times are irregular, or there are none. */
  z.object({ unit: z.literal('rows') }),
]);
export type TimeStep = z.infer<typeof timeStep>;

/** What is forecast: the next values of a column, from what is known by then. */
export const forecast = z.object({
  /** The column as the file names it. The question's targets are its next values. */
  target: z.string(),
  horizon: z.int().positive(),
  /** The column that names the series; null for a single one. */
  series: z.string().nullable(),
  /** The column of times, as the rows of origins name it too. */
  time: z.string(),
  /** Whether it is the file's own; else rows are numbered. */
  timed: z.boolean(),
  step: timeStep,
  /** Steps of the season that the naive forecast repeats; 1 for none, so that it repeats the last value. */
  season: z.int().positive(),
  /** All seasons, that one first; empty for none. */
  seasons: z.array(z.int().positive()),
});
export type Forecast = z.infer<typeof forecast>;

/** The columns that say what the naive forecasts are, beside a row's inputs and targets. No model sees them as inputs. */
export interface ForecastColumns {
  /** One a step ahead. */
  naive: string[];
  /** What the row's past lets expect of each step, which forecasts are learned relative to. */
  expected: string[];
  scale: string;
  last: string;
  slope: string;
  unit: string;
  step: string;
  /** When the last of a row's targets is known. */
  known: string;
}

/** @returns the names of the targets: `sales +1`, `sales +2` … */
export function forecastNames({ target, horizon }: Pick<Forecast, 'target' | 'horizon'>): string[] {
  return Array.from({ length: horizon }, (_, i) => `${target} +${i + 1}`);
}

/** @returns the names of the columns beside them. */
export function forecastColumns({ target, horizon }: Pick<Forecast, 'target' | 'horizon'>): ForecastColumns {
  const named = (what: string) => `${target} (${what})`;
  return {
    naive: forecastNames({ target, horizon }).map((name) => `${name} (naive)`),
    expected: forecastNames({ target, horizon }).map((name) => `${name} (expected)`),
    scale: named('scale'),
    last: named('last value'),
    slope: named('mean change'),
    unit: named('unit'),
    step: named('step'),
    known: named('known at'),
  };
}

/** The columns of a table of origins that are neither inputs nor targets; none where nothing is forecast. */
export function besideForecast({ horizon, target }: Pick<RunSpec, 'horizon' | 'target'>): Set<string> {
  const [first] = target;
  if (horizon === undefined || first?.endsWith(' +1') !== true) return new Set();
  const { naive, expected, ...others } = forecastColumns({ target: first.slice(0, -' +1'.length), horizon });
  return new Set([...naive, ...expected, ...Object.values(others)]);
}

/** @returns the column that says when the targets of a forecast are known. */
export function knownColumn({ horizon, target }: { horizon: number; target: readonly string[] }): string {
  return forecastColumns({ target: target[0]!.slice(0, -' +1'.length), horizon }).known;
}
