import { generator, type Generator } from '@stepwell/base/random';
import type { Table } from '@stepwell/data/table';
import { categorical, numeric, tableOf } from '../../packages/data/src/testing/columns.ts';
import { normal } from '../coverage/problems.ts';

/** What errors are like, or how many classes there are. */
export const KINDS = ['even', 'growing', 'skewed', 'factors', 'two classes', 'four classes'] as const;
export type Kind = (typeof KINDS)[number];

const COLUMNS = 5;

/**
 * Draws a table to learn from, and more rows of the same kind to count on: five columns, of which three tell the target.
 *
 * @param rows of the first; `tested` of the second.
 */
export function drawTables(kind: Kind, rows: number, tested: number, seed: number): { train: Table; test: Table } {
  const random = generator(seed, 'bench', `certainty/${kind}/${rows}`);
  return { train: drawTable(kind, rows, random), test: drawTable(kind, tested, random) };
}

function drawTable(kind: Kind, rows: number, random: Generator): Table {
  const x = Array.from({ length: rows }, () => Array.from({ length: COLUMNS }, () => normal(random)));
  const signal = x.map(([a, b, c]) => a! + b! * b! * 0.7 + (c! > 0 ? 1 : -1));
  const inputs = Array.from({ length: COLUMNS }, (_, j) =>
    numeric(
      `x${j + 1}`,
      x.map((row) => row[j]!),
    ),
  );
  return tableOf(rows, ...inputs, targetOf(kind, signal, random));
}

function targetOf(kind: Kind, signal: number[], random: Generator) {
  switch (kind) {
    case 'even':
      return numeric(
        'y',
        signal.map((s) => s + normal(random)),
      );
    case 'growing':
      return numeric(
        'y',
        signal.map((s) => 10 + s + (0.2 + Math.max(0, s)) * normal(random)),
      );
    case 'skewed':
      return numeric(
        'y',
        signal.map((s) => s - 2 * Math.log(1 - random.uniform())),
      );
    case 'factors':
      return numeric(
        'y',
        signal.map((s) => Math.round(1_000 * Math.exp(0.5 * s + 0.4 * normal(random)))),
      );
    case 'two classes':
      return categorical(
        'y',
        signal.map((s) => (s + 1.5 * normal(random) > 0.5 ? 'yes' : 'no')),
      );
    case 'four classes':
      return categorical(
        'y',
        signal.map((s) => 'abcd'[Math.max(0, Math.min(3, Math.floor((s + 1.2 * normal(random) + 2) / 1.3)))]!),
      );
  }
}
