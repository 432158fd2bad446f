import fc from 'fast-check';
import { describe, test } from 'vitest';
import { allRows } from '@stepwell/metrics/targets';
import { cells, numeric, tableOf } from '../../../../data/src/testing/columns.ts';
import type { Part } from '../rows/index.ts';
import reference from './fixtures/pieces.json' with { type: 'json' };
import { fitPreparation, preparationRecord, transform, type FittedColumn, type PreparationStep } from './index.ts';
import { fitPieces, mostPieces, shareOfPiece, writePieces } from './pieces.ts';

const IN_PIECES = { features: false, bounds: null, numbers: 'piecewise-linear' as const };

function partOf(values: (number | null)[]): Part {
  return {
    table: tableOf(values.length, numeric('x', values)),
    target: { kind: 'number', width: 1, values: new Float64Array(values.length) },
    ids: allRows(values.length),
  };
}

function fit(part: Part, rows = allRows(part.ids.length), ...steps: PreparationStep[]) {
  const preparation = [{ column: 'x', steps: steps.length === 0 ? ['zero-to-one' as const] : steps }];
  return fitPreparation(part, preparation, rows, IN_PIECES);
}

function piecesOf({ columns: [column] }: { columns: FittedColumn[] }) {
  return column?.kind === 'number' ? (column.pieces ?? []) : [];
}

describe('the pieces of a number', () => {
  test('lie between quantiles of the training rows, 48 rows each, 16 pieces at most', ({ expect }) => {
    expect([95, 96, 143, 144, 767, 768, 100_000].map(mostPieces)).toEqual([0, 2, 2, 3, 15, 16, 16]);
    // The middle of 0 to 96 is 48.
    const fitted = fit(partOf(cells(97, (row) => row)));
    expect(fitted.width).toBe(3);
    const pieces = piecesOf(fitted);
    expect(pieces.map(({ from, to }) => [from, to])).toEqual([
      [0, 0.5],
      [0.5, 1],
    ]);
    // Row i has i/48 of the first piece, and from 48 on all of it; the second mirrors it.
    const mean = (1128 / 48 + 49) / 97;
    expect(pieces[0]!.fill).toBeCloseTo(mean, 12);
    expect(pieces[1]!.fill).toBeCloseTo(1 - mean, 12);
  });

  test('are inputs beside the scaled number: how much of each it has behind it', ({ expect }) => {
    const part = partOf([...cells(97, (row) => row), 24, 60]);
    const rows = transform(fit(part, allRows(97)), part, Int32Array.of(0, 96, 97, 98));
    expect([...rows]).toEqual([0, 0, 0, 1, 1, 1, 0.25, 0.5, 0, 0.625, 1, 0.25]);
  });

  test('come out as NumPy has them, where quantiles are alike too', ({ expect }) => {
    const { train, unseen, ends, shares, means } = reference;
    const pieces = fitPieces(Float64Array.from(train));
    expect(pieces).toHaveLength(ends.length - 1);
    pieces.forEach(({ from, to, fill }, i) => {
      expect(from).toBeCloseTo(ends[i]!, 12);
      expect(to).toBeCloseTo(ends[i + 1]!, 12);
      expect(fill).toBeCloseTo(means[i]!, 12);
    });
    [...train, ...unseen].forEach((value, row) => {
      pieces.forEach((piece, i) => expect(shareOfPiece(piece, value)).toBeCloseTo(shares[row]![i]!, 10));
    });
  });

  test('stay at 0 and 1 beyond the training rows, where the scaled number goes on', ({ expect }) => {
    const part = partOf([...cells(97, (row) => row), -96, 192]);
    expect([...transform(fit(part, allRows(97)), part, Int32Array.of(97, 98))]).toEqual([-1, 0, 0, 2, 1, 1]);
  });

  test('of a missing number become their means, ahead of the mark', ({ expect }) => {
    const part = partOf([...cells(97, (row) => row), null]);
    const fitted = fit(part, allRows(97), 'z-score', 'mark-missing');
    const [first, second] = piecesOf(fitted);
    expect(fitted.width).toBe(4);
    expect([...transform(fitted, part, Int32Array.of(97))]).toEqual(
      [0, first!.fill, second!.fill, 1].map((value) => Math.fround(value)),
    );
  });

  test('are none of few rows, and of two values, which the scaled number tells as well', ({ expect }) => {
    expect(fit(partOf(cells(95, (row) => row))).width).toBe(1);
    expect(fit(partOf(cells(200, (row) => row % 2))).width).toBe(1);
    expect(fit(partOf(cells(200, () => 7))).width).toBe(1);
    expect(fit(partOf(cells(200, (row) => (row % 50 === 0 ? 1 : null)))).width).toBe(1);
    expect(fit(partOf(cells(200, (row) => row % 3))).width).toBe(3);
  });

  test('come from the training rows alone', ({ expect }) => {
    const values = cells(150, (row) => (row * 37) % 151);
    const changed = values.map((value, row) => (row < 100 ? value : 1e6 * value));
    const before = fit(partOf(values), allRows(100), 'z-score');
    expect(piecesOf(before)).toHaveLength(2);
    expect(fit(partOf(changed), allRows(100), 'z-score').columns).toEqual(before.columns);
  });

  test('are left out where they are not asked for', ({ expect }) => {
    const part = partOf(cells(97, (row) => row));
    const preparation = [{ column: 'x', steps: ['z-score' as const] }];
    const plain = fitPreparation(part, preparation, allRows(97), { features: false, bounds: null });
    expect(plain.width).toBe(1);
    expect(plain.columns[0]).not.toHaveProperty('pieces');
    expect(fit(part, allRows(97), 'z-score').columns[0]).toMatchObject(plain.columns[0]!);
  });

  test('must end above where they begin, in a file too', ({ expect }) => {
    const { fittedOn: _, ...record } = fit(partOf(cells(97, (row) => row)));
    expect(preparationRecord.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
    const [column] = record.columns;
    const broken = { ...record, columns: [{ ...column, pieces: [{ from: 1, to: 1, fill: 0 }] }] };
    expect(preparationRecord.safeParse(broken).success).toBe(false);
  });

  test('add up to how far a number is into their range, so that shares rise and never jump', ({ expect }) => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const numbers = fc.array(number, { minLength: 96, maxLength: 700 });
    fc.assert(
      fc.property(numbers, number, number, (train, a, b) => {
        const pieces = fitPieces(Float64Array.from(train));
        if (pieces.length === 0) return;
        pieces.slice(1).forEach(({ from }, i) => expect(from).toBe(pieces[i]!.to));
        const [low, high] = [pieces[0]!.from, pieces.at(-1)!.to];
        expect([low, high]).toEqual([Math.min(...train) + 0, high]);
        const within = (value: number) => Math.min(high, Math.max(low, value)) - low;
        for (const value of [a, b]) {
          const shares = pieces.map((piece) => shareOfPiece(piece, value));
          expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
          const behind = pieces.reduce((sum, { from, to }, i) => sum + shares[i]! * (to - from), 0);
          const written = new Float32Array(pieces.length + 1);
          writePieces(pieces, value, written, 1);
          expect([...written]).toEqual([0, ...shares].map(Math.fround));
          expect(Math.abs(behind - within(value))).toBeLessThan(1e-9 * Math.max(1, high - low));
        }
        for (const piece of pieces) {
          const [less, more] = [Math.min(a, b), Math.max(a, b)].map((value) => shareOfPiece(piece, value));
          expect(less).toBeLessThanOrEqual(more!);
          expect(more! - less!).toBeLessThanOrEqual(Math.abs(a - b) / (piece.to - piece.from) + 1e-9);
        }
      }),
      { numRuns: 200 },
    );
  });
});
