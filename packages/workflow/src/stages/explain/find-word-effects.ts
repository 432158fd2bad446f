import { mean, studentInterval } from '@stepwell/metrics';
import type { IdRows, Inputs } from '../../training/preparation/index.ts';
import type { WordEffect } from './explanation.ts';
import type { Fold } from './fold.ts';

/** Rows that words are taken from, words that are tried, and rows that each is taken out of. */
const MOST_ROWS = 400;
const MOST_WORDS = 200;
const ROWS_OF_WORD = 40;
const FEWEST_ROWS = 8;
const MOST_LISTED = 24;

/** Words of the rows, and the numbers beside them. */
interface Words {
  rows: IdRows;
  inputs: Exclude<Inputs, { kind: 'numbers' | 'images' }>;
}

/**
 * What the most common words of validation rows do to predictions: each is taken out of rows that have it.
 *
 * @param names what is predicted: target columns, classes or labels.
 * @returns those whose 95 % interval leaves out 0, the largest effect first; empty where there are no texts.
 */
export function findWordEffects(fold: Fold, names: readonly string[]): WordEffect[] {
  const whole = wordsIn(fold.prepare(fold.part.table));
  if (whole === null) return [];
  const rows = Math.min(MOST_ROWS, fold.part.table.rows);
  const rowsOf = rowsByWord(whole.rows, rows);
  const common = [...rowsOf]
    .filter(([id, { length }]) => length >= FEWEST_ROWS && fold.words[id] !== undefined)
    .sort((a, b) => b[1].length - a[1].length || a[0] - b[0])
    .slice(0, MOST_WORDS)
    .map(([id, having]) => ({ id, rows: having.slice(0, ROWS_OF_WORD) }));
  if (common.length === 0) return [];
  const asked = common.flatMap(({ id, rows: having }) => having.map((row) => ({ row, without: id })));
  const before = fold.predict(
    rows,
    pick(
      whole,
      Array.from({ length: rows }, (_, row) => ({ row, without: -1 })),
    ),
  );
  const after = fold.predict(asked.length, pick(whole, asked));
  const width = names.length;
  let at = 0;
  const effects = common.map(({ id, rows: having }): WordEffect => {
    const changes = names.map((_, code) =>
      Float64Array.from(
        having,
        (row, i) => before.values[row * width + code]! - after.values[(at + i) * width + code]!,
      ),
    );
    at += having.length;
    const most = changes.reduce(
      (best, change, i) => (Math.abs(mean(change)) > Math.abs(mean(changes[best]!)) ? i : best),
      0,
    );
    // Of two classes the second says it all.
    const code = width === 2 && before.kind === 'probabilities' ? 1 : most;
    const effect = changes[code]!;
    return {
      word: fold.words[id]!,
      rows: having.length,
      name: names[code]!,
      effect: mean(effect),
      ci: studentInterval(effect),
    };
  });
  return effects
    .filter(({ ci: [low, high] }) => low > 0 || high < 0)
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
    .slice(0, MOST_LISTED);
}

function wordsIn(inputs: Inputs): Words | null {
  if (inputs.kind === 'multi-hot') return { rows: inputs.hot, inputs };
  return inputs.kind === 'sequences' ? { rows: inputs.words, inputs } : null;
}

function rowsByWord({ start, ids }: IdRows, rows: number): Map<number, number[]> {
  const rowsOf = new Map<number, number[]>();
  for (let row = 0; row < rows; row++) {
    for (const id of new Set(ids.subarray(start[row], start[row + 1]))) {
      const having = rowsOf.get(id);
      if (having === undefined) rowsOf.set(id, [row]);
      else having.push(row);
    }
  }
  return rowsOf;
}

/** Rows, each without one of its words. */
function pick({ rows, inputs }: Words, asked: readonly { row: number; without: number }[]): Inputs {
  const kept = asked.map(({ row, without }) =>
    rows.ids.slice(rows.start[row], rows.start[row + 1]).filter((id) => id !== without),
  );
  const start = new Int32Array(asked.length + 1);
  kept.forEach(({ length }, i) => (start[i + 1] = start[i]! + length));
  const ids = rows.ids instanceof Uint16Array ? new Uint16Array(start.at(-1)!) : new Int32Array(start.at(-1)!);
  kept.forEach((of, i) => ids.set(of, start[i]));
  const words: IdRows = { vocabulary: rows.vocabulary, start, ids };
  const numbers = numbersOf(inputs.numbers, rows.start.length - 1, asked);
  return inputs.kind === 'multi-hot'
    ? { kind: 'multi-hot', hot: words, numbers }
    : { kind: 'sequences', words, numbers };
}

function numbersOf(numbers: Float32Array | null, rows: number, asked: readonly { row: number }[]): Float32Array | null {
  if (numbers === null) return null;
  const width = numbers.length / rows;
  const picked = new Float32Array(asked.length * width);
  asked.forEach(({ row }, i) => picked.set(numbers.subarray(row * width, (row + 1) * width), i * width));
  return picked;
}
