import { describe, test } from 'vitest';
import { chooseMeasure } from '../measure/index.ts';
import { specOf } from '../testing/spec.ts';
import type { Target } from '../rows/index.ts';
import type { RunSpecInput } from '../spec/index.ts';
import { chooseProtocol, protocol, splitsOf } from './index.ts';

function classes(rows: number, ones: number): Target {
  return {
    kind: 'classes',
    classes: ['a', 'b'],
    codes: Int32Array.from({ length: rows }, (_, row) => (row < ones ? 1 : 0)),
  };
}

function choose(target: Target, fields: Partial<RunSpecInput> = {}) {
  const spec = specOf(fields);
  return chooseProtocol(target, chooseMeasure(target, spec).measure, spec, 25);
}

describe('chooseProtocol', () => {
  test('takes four folds while rows are few, and one hold-out part when they are ample', ({ expect }) => {
    expect(choose(classes(9_999, 5_000)).protocol).toMatchObject({
      kind: 'k-fold',
      k: 4,
      rows: { train: 7_500, validation: 2_499, test: 25 },
    });
    expect(choose(classes(10_000, 5_000)).protocol).toMatchObject({
      kind: 'hold-out',
      k: null,
      rows: { train: 8_000, validation: 2_000, test: 25 },
    });
  });

  test('takes what the person asked for, and says that they did', ({ expect }) => {
    const asked = choose(classes(100, 50), { protocol: 'hold-out' });
    expect(asked.protocol).toMatchObject({ kind: 'hold-out', k: null, rows: { train: 80, validation: 20 } });
    expect(asked.decisions.map(({ by }) => by)).toEqual(['rule', 'user']);
    expect(choose(classes(20_000, 50), { folds: 7 }).protocol).toMatchObject({ kind: 'k-fold', k: 7 });
    expect(choose(classes(20_000, 50), { protocol: 'k-fold' }).protocol).toMatchObject({ kind: 'k-fold', k: 4 });
    expect(choose(classes(100, 50)).decisions.map(({ by }) => by)).toEqual(['rule', 'rule']);
  });

  test('refuses folds with a hold-out, and more folds than pairs of rows', ({ expect }) => {
    const mismatch = expect.objectContaining({ code: 'protocol_mismatch' });
    expect(() => choose(classes(100, 50), { protocol: 'hold-out', folds: 4 })).toThrow(mismatch);
    expect(() => choose(classes(10, 5), { folds: 6 })).toThrow(mismatch);
    expect(choose(classes(10, 5), { folds: 5 }).protocol.k).toBe(5);
  });

  test('names the smallest gain that the rows can tell from luck', ({ expect }) => {
    // z(0.975) + z(0.8) = 1.959964 + 0.841621 (tables). Accuracy: sqrt(0.8 · 0.2) = 0.4 over sqrt(400) rows.
    const z = 1.959964 + 0.841621;
    expect(choose(classes(400, 80)).protocol.minimumDetectableGain).toBeCloseTo((z * 0.4) / 20, 5);
    // A hold-out judges on a fifth of the rows.
    expect(choose(classes(2_000, 400), { protocol: 'hold-out' }).protocol.minimumDetectableGain).toBeCloseTo(
      (z * 0.4) / 20,
      5,
    );
    // Log loss: -ln 0.8 with share 0.8, -ln 0.2 with 0.2; the difference of the two is ln 4, its sd 0.4 ln 4.
    const logLoss = choose(classes(400, 80), { measure: 'log-loss' }).protocol.minimumDetectableGain;
    expect(logLoss).toBeCloseTo((z * 0.4 * Math.log(4)) / 20, 5);
    // Numbers 0 and 4 by turns but one in four 8 … by hand: values 0, 0, 4, 8, mean 3, |error| 3, 3, 1, 5: mean 3, sample sd over 16 rows.
    const values = Float64Array.from({ length: 16 }, (_, row) => [0, 0, 4, 8][row % 4]!);
    const sd = Math.sqrt((4 * (0 + 0 + 4 + 4)) / 15);
    expect(choose({ kind: 'number', values }).protocol.minimumDetectableGain).toBeCloseTo((z * sd) / 4, 4);
  });

  test('keeps to its own schema', ({ expect }) => {
    for (const fields of [{}, { protocol: 'hold-out' }, { folds: 3 }] as const) {
      const chosen = choose(classes(100, 30), fields).protocol;
      expect(protocol.parse(chosen)).toEqual(chosen);
    }
  });
});

describe('splitsOf', () => {
  test('gives as many splits as the protocol says, of the sizes it says, within one row', ({ expect }) => {
    for (const rows of [10, 57, 101]) {
      for (const fields of [{}, { protocol: 'hold-out' }, { folds: 5 }] as const) {
        const target = classes(rows, Math.floor(rows / 3));
        const chosen = choose(target, fields).protocol;
        const splits = splitsOf(chosen, target, 0);
        expect(splits).toHaveLength(chosen.k ?? 1);
        for (const { train, validation } of splits) {
          expect(train.length + validation.length).toBe(rows);
          expect(Math.abs(validation.length - chosen.rows.validation)).toBeLessThanOrEqual(1);
        }
      }
    }
  });

  test('stratifies by class, and never by a number', ({ expect }) => {
    const target = classes(40, 8);
    for (const { validation } of splitsOf(choose(target).protocol, target, 3)) {
      expect([...validation].filter((row) => row < 8)).toHaveLength(2);
    }
    const numbers = (scale: number): Target => ({
      kind: 'number',
      values: Float64Array.from({ length: 40 }, (_, i) => scale * i),
    });
    const protocolOfNumbers = choose(numbers(1)).protocol;
    expect(splitsOf(protocolOfNumbers, numbers(1), 3)).toEqual(splitsOf(protocolOfNumbers, numbers(-7), 3));
  });
});
