import { generator } from '@stepwell/base/random';
import type { Column, Table } from '@stepwell/data/table';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A generated series: what it holds, and how long it is. */
export interface Generated {
  name: string;
  table: Table;
  horizon: number;
}

/** Numbers near 0 of variance 1. */
function normalOf(random: ReturnType<typeof generator>): () => number {
  return () => {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += random.uniform();
    return sum;
  };
}

/**
 * A series with a trend, seasons, noise that is alike from one step to the next, and a level that breaks.
 *
 * @param times of each value.
 * @param seasons steps and height of each.
 */
function valuesOf(
  times: readonly number[],
  seasons: readonly { steps: number; height: number }[],
  { trend, noise, breaks, seed }: { trend: number; noise: number; breaks: number; seed: number },
): number[] {
  const random = generator(seed, 'bench', 'forecasts');
  const normal = normalOf(random);
  const shapes = seasons.map(({ steps, height }) => {
    const [first, second] = [2 * Math.PI * random.uniform(), 2 * Math.PI * random.uniform()];
    return (t: number) =>
      height * (Math.sin((2 * Math.PI * t) / steps + first) + 0.4 * Math.sin((4 * Math.PI * t) / steps + second));
  });
  // Anywhere, also in the sealed end: where intervals have to hold what nobody could know.
  const moments = generator(seed, 'bench', 'breaks');
  const places = Array.from({ length: breaks }, () => moments.below(times.length));
  let error = 0;
  return times.map((_, t) => {
    error = 0.7 * error + noise * normal();
    const level = places.reduce((sum, at, i) => sum + (t >= at ? (i % 2 === 0 ? 12 : -8) : 0), 100);
    return level + trend * t + shapes.reduce((sum, shape) => sum + shape(t), 0) + error;
  });
}

function tableOf(times: readonly number[], values: readonly number[], isGap: (t: number) => boolean): Table {
  const kept = times.map((_, t) => t).filter((t) => !isGap(t));
  const columns: Column[] = [
    { kind: 'date', name: 'time', values: Float64Array.from(kept, (t) => times[t]!) },
    { kind: 'numeric', name: 'value', values: Float64Array.from(kept, (t) => values[t]!) },
  ];
  return { rows: kept.length, columns };
}

/** Hours of a year with a day and a week, a growing level that breaks once, and outages. */
export function hourly(seed: number): Generated {
  const times = Array.from({ length: 4_000 }, (_, t) => Date.UTC(2024, 0, 1) + t * HOUR);
  const seasons = [
    { steps: 24, height: 10 },
    { steps: 168, height: 6 },
  ];
  const values = valuesOf(times, seasons, { trend: 0.002, noise: 1.5, breaks: 1, seed });
  const random = generator(seed, 'bench', 'gaps');
  const starts = Array.from({ length: 6 }, () => random.below(times.length - 40));
  return {
    name: 'hourly: a day, a week, a break, outages',
    horizon: 24,
    table: tableOf(times, values, (t) => starts.some((start) => t >= start && t < start + 12)),
  };
}

/** Days of six years with a week and a year, a trend and single days missing. */
export function daily(seed: number): Generated {
  const times = Array.from({ length: 2_190 }, (_, t) => Date.UTC(2018, 0, 1) + t * DAY);
  const seasons = [
    { steps: 7, height: 6 },
    { steps: 365, height: 12 },
  ];
  const values = valuesOf(times, seasons, { trend: 0.01, noise: 1.5, breaks: 1, seed });
  const random = generator(seed, 'bench', 'gaps');
  const missing = new Set(Array.from({ length: 20 }, () => random.below(times.length - 30)));
  return {
    name: 'daily: a week, a year, a break, gaps',
    horizon: 14,
    table: tableOf(times, values, (t) => missing.has(t)),
  };
}

/** Months of twenty-five years with a year and a trend. */
export function monthly(seed: number): Generated {
  const times = Array.from({ length: 300 }, (_, t) => Date.UTC(2000, t, 1));
  const seasons = [{ steps: 12, height: 10 }];
  const values = valuesOf(times, seasons, { trend: 0.3, noise: 2, breaks: 2, seed });
  return { name: 'monthly: a year, a trend, two breaks', horizon: 6, table: tableOf(times, values, () => false) };
}
