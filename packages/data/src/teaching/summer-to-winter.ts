import { generator } from '@stepwell/base/random';
import type { TeachingSet } from './teaching-set.ts';

/** What is sold, and the temperature in °C at which it sells best. */
const ITEMS: readonly (readonly [string, number, number])[] = [
  ['swimsuit', 27, 25],
  ['t-shirt', 22, 15],
  ['shirt', 16, 35],
  ['pullover', 10, 45],
  ['jacket', 4, 90],
  ['coat', -2, 160],
];
const FIRST_DAY = Date.UTC(2023, 7, 1);
const DAY_MS = 86_400_000;
const DAYS = 184;
/** Degrees on the first of August and on the last of January, and how far days stray from the line between. */
const WARMEST = 27;
const COLDEST = -1;
const STRAY = 1.5;
/** Pieces sold a day at the best temperature, and the degrees from it at which nothing is sold any more. */
const BEST = 40;
const REACH = 7;

/**
 * Clothes sold a day, from August to January: a non-stationary problem. What sells changes with the season, so that
 * each month's sales mislead about the next; drawn at random, the same rows are predicted well.
 *
 * @param seed keys the draws.
 * @see Chollet, Deep Learning with Python, 4.5.1: nonstationary problems
 */
export function summerToWinter(seed: number): TeachingSet {
  const random = generator(seed, 'teaching', 'summer-to-winter');
  const rows: (string | number)[][] = [];
  for (let day = 0; day < DAYS; day++) {
    const date = new Date(FIRST_DAY + day * DAY_MS).toISOString().slice(0, 10);
    const line = WARMEST + ((COLDEST - WARMEST) * day) / (DAYS - 1);
    const temperature = line + STRAY * (2 * random.uniform() - 1);
    for (const [item, ideal, price] of ITEMS) {
      const wanted = BEST * Math.max(0, 1 - Math.abs(temperature - ideal) / REACH);
      const sold = Math.max(0, Math.round(wanted + 4 * (random.uniform() - 0.5)));
      rows.push([date, item, Math.round(temperature * 10) / 10, price, sold]);
    }
  }
  return { columns: ['day', 'item', 'temperature', 'price', 'sold'], rows };
}
