import { describe, test } from 'vitest';
import { METRICS } from '@stepwell/metrics';
import type { Target } from '@stepwell/metrics/targets';
import type { MetricName } from '@stepwell/metrics/names';
import type { Measure } from '../measure/index.ts';
import type { RunSpecInput } from '../../question/index.ts';
import { categorical, cells, numeric, tableOf } from '../../../../data/src/testing/columns.ts';
import { specOf } from '../../testing/spec.ts';
import type { TooMany } from './duplicates.ts';
import { explainDuplicates } from './explain.ts';
import {
  chooseProtocol,
  countSplits,
  protocol,
  splitsOf,
  structureOf,
  type ProtocolInput,
  type RowStructure,
} from './index.ts';

const ROWS = 100;

function measureOf(name: MetricName): Measure {
  return { name, greaterIsBetter: METRICS[name].greaterIsBetter, why: '', beside: [], custom: null, threshold: 0.5 };
}

/** Two classes, the first `ones` rows of the second. */
function classes(rows: number, ones: number): Target {
  return {
    kind: 'classes',
    classes: ['a', 'b'],
    codes: Int32Array.from({ length: rows }, (_, row) => (row < ones ? 1 : 0)),
  };
}

/** Rows that differ, in order of the column "when", two or more with the same "who". */
function structureFor(target: Target, fields: Partial<RunSpecInput>, groupSize: number): RowStructure {
  const rows = target.kind === 'classes' ? target.codes.length : target.values.length;
  const table = tableOf(
    rows,
    numeric(
      'x',
      cells(rows, (row) => row + 0.5),
    ),
    numeric(
      'when',
      cells(rows, (row) => row),
    ),
    categorical(
      'who',
      cells(rows, (row) => `${Math.floor(row / groupSize)}`),
    ),
  );
  return structureOf(table, target, specOf(fields));
}

function choose(
  target: Target,
  fields: Partial<RunSpecInput> = {},
  {
    timeColumn,
    groupSize = 2,
    seal,
  }: { timeColumn?: string | null; groupSize?: number; seal?: ProtocolInput['seal'] } = {},
) {
  return chooseProtocol({
    target,
    structure: structureFor(target, fields, groupSize),
    measure: measureOf('accuracy'),
    spec: specOf(fields),
    sealed: 25,
    ...(timeColumn === undefined ? {} : { timeColumn }),
    ...(seal === undefined ? {} : { seal }),
    price: (splits, trainRows) => ({ fits: splits * 10, steps: trainRows }),
  });
}

/** The decision whose choice begins so. */
function decided(decisions: ReturnType<typeof choose>['decisions'], choice: string) {
  return decisions.find((decision) => decision.choice.startsWith(choice));
}

describe('chooseProtocol', () => {
  test('takes one hold-out part when rows are ample, four folds when not, reshuffled when few', ({ expect }) => {
    expect(choose(classes(10_000, 5_000)).protocol).toMatchObject({
      kind: 'hold-out',
      order: 'random',
      k: null,
      iterations: 1,
      rows: { train: 8_000, validation: 2_000, test: 25 },
      stratified: true,
      duplicates: 'none',
      price: { fits: 10, steps: 8_000 },
    });
    expect(choose(classes(9_999, 5_000)).protocol).toMatchObject({
      kind: 'k-fold',
      k: 4,
      iterations: 1,
      rows: { train: 7_500, validation: 2_499, test: 25 },
      price: { fits: 40, steps: 7_500 },
    });
    expect(choose(classes(200, 100)).protocol).toMatchObject({ kind: 'k-fold', k: 4 });
    expect(choose(classes(199, 100)).protocol).toMatchObject({
      kind: 'iterated-k-fold',
      k: 4,
      iterations: 3,
      rows: { train: 150, validation: 49 },
      price: { fits: 120, steps: 150 },
    });
  });

  test('takes what the person asked for, and says that they did', ({ expect }) => {
    const asked = choose(classes(ROWS, 50), { protocol: 'hold-out' });
    expect(asked.protocol).toMatchObject({ kind: 'hold-out', k: null, rows: { train: 80, validation: 20 } });
    expect(asked.decisions.map(({ by }) => by)).toEqual(['rule', 'user', 'rule']);
    expect(choose(classes(20_000, 50), { folds: 7 }).protocol).toMatchObject({ kind: 'k-fold', k: 7 });
    expect(choose(classes(ROWS, 50), { folds: 7 }).protocol).toMatchObject({ kind: 'k-fold', k: 7 });
    expect(choose(classes(20_000, 50), { protocol: 'k-fold' }).protocol).toMatchObject({ kind: 'k-fold', k: 4 });
    expect(choose(classes(2_000, 50), { iterations: 5 }).protocol).toMatchObject({
      kind: 'iterated-k-fold',
      k: 4,
      iterations: 5,
    });
    const both = choose(classes(2_000, 50), { protocol: 'iterated-k-fold', folds: 3 });
    expect(both.protocol).toMatchObject({ kind: 'iterated-k-fold', k: 3, iterations: 3 });
    expect(choose(classes(ROWS, 50)).decisions.map(({ by }) => by)).toEqual(['rule', 'rule', 'rule']);
  });

  test('judges on the later rows where they are in order of time', ({ expect }) => {
    const few = choose(classes(ROWS, 50), { timeColumn: 'when' });
    // Windows of 100 / 5 rows, the last judged by the 80 before it.
    expect(few.protocol).toMatchObject({
      kind: 'k-fold',
      order: 'time',
      k: 4,
      iterations: 1,
      stratified: false,
      rows: { train: 80, validation: 20 },
    });
    expect(decided(few.decisions, 'in time order')).toMatchObject({ by: 'user', evidence: { timeColumn: 'when' } });
    expect(choose(classes(10_000, 50), { order: 'time' }).protocol).toMatchObject({
      kind: 'hold-out',
      order: 'time',
      k: null,
      rows: { train: 8_000, validation: 2_000 },
    });
    expect(choose(classes(ROWS, 50), { order: 'time', protocol: 'hold-out' }).protocol.kind).toBe('hold-out');
  });

  test('says that rows are taken as independent where a column may say when they were seen', ({ expect }) => {
    const { decisions } = choose(classes(ROWS, 50), {}, { timeColumn: 'day' });
    expect(decided(decisions, 'in random order')).toMatchObject({
      by: 'rule',
      why: expect.stringMatching(/"day".*--order time/),
    });
    const asked = choose(classes(ROWS, 50), { order: 'random' }, { timeColumn: 'day' });
    expect(decided(asked.decisions, 'in random order')?.by).toBe('user');
    expect(decided(choose(classes(ROWS, 50), {}, { timeColumn: null }).decisions, 'in random order')).toBeUndefined();
  });

  test('keeps groups together, in as many folds as there are groups for', ({ expect }) => {
    const pairs = choose(classes(400, 200), { group: 'who' });
    expect(pairs.protocol).toMatchObject({ kind: 'k-fold', order: 'group', k: 4, stratified: true });
    expect(decided(pairs.decisions, 'groups kept together')?.by).toBe('user');
    const three = choose(classes(300, 150), { group: 'who' }, { groupSize: 100 });
    expect(three.protocol).toMatchObject({ k: 3, rows: { train: 200, validation: 100 } });
  });

  test('says what was done about identical rows', ({ expect }) => {
    const target = classes(200, 100);
    const of = (distinct: number) => {
      const table = tableOf(
        200,
        numeric(
          'x',
          cells(200, (row) => (row % distinct) + 0.5),
        ),
      );
      const structure = structureOf(table, target, specOf());
      const measure = measureOf('accuracy');
      return chooseProtocol({
        target,
        structure,
        measure,
        spec: specOf(),
        sealed: 0,
        price: () => ({ fits: 1, steps: 1 }),
      });
    };
    const some = of(150);
    expect(some.protocol).toMatchObject({ order: 'random', duplicates: 'kept-together' });
    expect(decided(some.decisions, 'identical rows kept together')?.evidence).toEqual({ rows: 200, apart: 150 });
    const most = of(3);
    expect(most.protocol.duplicates).toBe('too-many');
    expect(decided(most.decisions, 'identical rows not kept together')).toMatchObject({
      why: expect.stringContaining('197 of 200 rows repeat the inputs of an earlier one.'),
      evidence: { rows: 200, reason: 'most-rows', copies: 197, groups: 3, largest: 67 },
    });
  });

  test('explains why identical rows aren’t kept together in small tables', ({ expect }) => {
    const tooMany = { reason: 'few-groups', copies: 1, groups: 3, largest: 2 } as const;
    const structure = { rows: 4, strata: new Int32Array(4), groups: null, times: null };
    const whyOf = (why: TooMany) => explainDuplicates({ ...structure, duplicates: 'too-many', tooMany: why })[0]!.why;
    expect(whyOf(tooMany)).toContain(
      '1 of 4 rows repeats the inputs of an earlier one. Keeping them together would leave 3',
    );
    expect(whyOf({ ...tooMany, reason: 'one-large-group' })).toContain('would put 2 rows in one group');
    expect(explainDuplicates(structure)).toEqual([]);
  });

  test('says that test rows come from a test file, and for how many the test is optimistic', ({ expect }) => {
    const whyOf = (
      fields: Partial<RunSpecInput>,
      seal?: { fromTestFile: boolean; earlier: number; knownGroups: number },
    ) => decided(choose(classes(ROWS, 50), fields, seal === undefined ? {} : { seal }).decisions, '25 test rows')!;
    const drawn = { fromTestFile: false, earlier: 0, knownGroups: 0 };
    const given = { ...drawn, fromTestFile: true };
    expect(whyOf({ order: 'time' }).why).toMatch(/^The last rows by time, set aside/);
    expect(whyOf({ order: 'time' }, drawn).why).toMatch(/^The last rows by time, set aside/);
    expect(whyOf({ group: 'who' }, drawn).why).toMatch(/^Complete groups, set aside/);
    for (const fields of [{}, { order: 'time' }, { group: 'who' }] as const) {
      expect(whyOf(fields, given).why).toBe(
        'The rows given for the test, set aside before any analysis. They are opened once, at the end.',
      );
    }
    expect(whyOf({ order: 'time' }, { ...given, earlier: 3 })).toMatchObject({
      why: expect.stringMatching(/given for the test.* 3 of them are not later than .*optimistic/),
      evidence: { sealed: 25, earlier: 3, knownGroups: 0 },
    });
    expect(whyOf({ group: 'who' }, { ...given, knownGroups: 1 }).why).toMatch(
      /1 of them is from groups that .*optimistic/,
    );
  });

  test('reports a single group left because the others are sealed', ({ expect }) => {
    const given = { fromTestFile: true, earlier: 0, knownGroups: 0 };
    for (const protocol of ['k-fold', 'hold-out'] as const) {
      const chosen = (seal?: typeof given) => () =>
        choose(classes(ROWS, 50), { group: 'who', protocol }, { groupSize: ROWS, ...(seal && { seal }) });
      const message = (part: RegExp) => expect.objectContaining({ message: expect.stringMatching(part) });
      expect(chosen()).toThrow(message(/form 1 group \(the others are sealed for the test\)/));
      expect(chosen(given)).toThrow(message(/form 1 group[^s]*[,.]/));
      expect(chosen(given)).not.toThrow(message(/sealed/));
    }
  });

  test('names classes with fewer rows than folds', ({ expect }) => {
    const { decisions, protocol } = choose(classes(400, 3));
    expect(decided(decisions, 'rare classes')).toMatchObject({
      why: expect.stringContaining('"b" (3)'),
      evidence: { k: 4, rare: 1, members: { b: 3 } },
    });
    expect(splitsOf(protocol, structureFor(classes(400, 3), {}, 2), 0)).toHaveLength(4);
    expect(decided(choose(classes(400, 4)).decisions, 'rare classes')).toBeUndefined();
  });

  test('refuses contradictory requests', ({ expect }) => {
    const refused = (target: Target, fields: Partial<RunSpecInput>, part: string, groupSize = 2) =>
      expect(() => choose(target, fields, { groupSize })).toThrow(
        expect.objectContaining({ code: 'protocol_mismatch', message: expect.stringContaining(part) }),
      );
    const target = classes(ROWS, 50);
    refused(target, { protocol: 'hold-out', folds: 4 }, '4 folds were requested');
    refused(target, { protocol: 'hold-out', iterations: 4 }, 'Iterations only apply to');
    refused(target, { protocol: 'k-fold', iterations: 4 }, 'Iterations only apply to');
    refused(target, { protocol: 'iterated-k-fold', order: 'time' }, 'split one way');
    refused(target, { iterations: 2, order: 'time' }, 'split one way');
    refused(target, { group: 'who', order: 'time' }, 'but not both');
    refused(classes(10, 5), { folds: 6 }, 'Use at most 5 folds');
    refused(target, { group: 'who', folds: 6 }, 'form 5 groups', 20);
    refused(target, { group: 'who' }, 'form 1 group', ROWS);
    refused(target, { group: 'who', protocol: 'hold-out' }, '1 group', ROWS);
    expect(choose(classes(10, 5), { folds: 5 }).protocol.k).toBe(5);
  });

  test('refuses windows of too few moments, and takes fewer by itself', ({ expect }) => {
    const target = classes(ROWS, 50);
    const structure: RowStructure = {
      rows: ROWS,
      strata: new Int32Array(ROWS),
      groups: null,
      times: Float64Array.from({ length: ROWS }, (_, row) => row % 3),
    };
    const of = (fields: Partial<RunSpecInput>, times = structure.times) =>
      chooseProtocol({
        target,
        structure: { ...structure, times },
        measure: measureOf('accuracy'),
        spec: specOf({ order: 'time', ...fields }),
        sealed: 0,
        price: () => ({ fits: 1, steps: 1 }),
      });
    const mismatch = expect.objectContaining({ code: 'protocol_mismatch' });
    expect(of({}).protocol.k).toBe(2);
    expect(() => of({ folds: 3 })).toThrow(mismatch);
    expect(() => of({}, new Float64Array(ROWS))).toThrow(mismatch);
    expect(() => of({ protocol: 'hold-out' }, new Float64Array(ROWS))).toThrow(mismatch);
  });

  test('keeps to its own schema', ({ expect }) => {
    for (const fields of [{}, { protocol: 'hold-out' }, { folds: 3 }, { order: 'time' }, { group: 'who' }] as const) {
      const chosen = choose(classes(ROWS, 30), fields).protocol;
      expect(protocol.parse(chosen)).toEqual(chosen);
    }
  });
});

describe('splitsOf', () => {
  test('gives as many splits as the protocol says, of the sizes it says', ({ expect }) => {
    const asked: Partial<RunSpecInput>[] = [
      {},
      { protocol: 'hold-out' },
      { folds: 5 },
      { iterations: 2 },
      { order: 'time' },
      { timeColumn: 'when', protocol: 'hold-out' },
      { group: 'who' },
      { group: 'who', protocol: 'hold-out' },
    ];
    for (const rows of [20, 57, 101]) {
      for (const fields of asked) {
        const target = classes(rows, Math.floor(rows / 3));
        const chosen = choose(target, fields).protocol;
        const structure = structureFor(target, fields, 2);
        const splits = splitsOf(chosen, structure, 0);
        expect(splits).toHaveLength(countSplits(chosen));
        expect(splits).toEqual(splitsOf(chosen, structure, 0));
        const { train, validation } = splits.at(-1)!;
        expect(train.length + validation.length).toBe(rows);
        // Folds differ by a row, folds of pairs by a pair.
        expect(Math.abs(validation.length - chosen.rows.validation)).toBeLessThanOrEqual(2);
      }
    }
  });

  test('stratifies by class, and never by a number', ({ expect }) => {
    const target = classes(40, 8);
    for (const { validation } of splitsOf(choose(target).protocol, structureFor(target, {}, 2), 3)) {
      expect([...validation].filter((row) => row < 8)).toHaveLength(2);
    }
    const structure = (scale: number) => {
      const numbers: Target = {
        kind: 'number',
        width: 1,
        values: Float64Array.from({ length: 40 }, (_, i) => scale * i),
      };
      return structureFor(numbers, {}, 2);
    };
    const chosen = choose(target).protocol;
    expect(splitsOf(chosen, structure(1), 3)).toEqual(splitsOf(chosen, structure(-7), 3));
  });
});
