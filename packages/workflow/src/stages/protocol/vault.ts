import { StepwellError } from '@stepwell/base/errors';
import { generator } from '@stepwell/base/random';
import { allRows, take } from '@stepwell/metrics/targets';
import { isMissing, labelAt, selectRows, type Column, type Table } from '@stepwell/data/table';
import type { RunSpec } from '../../question/index.ts';
import { markLast } from './by-time.ts';
import { keepDuplicatesTogether } from './duplicates.ts';
import { givenParts } from './given-parts.ts';
import { groupsOf } from './groups.ts';
import { orderOf, rarestLabels, checkGroupOrTime } from './row-structure.ts';
import { countUnits, markUnits } from './splitters.ts';
import { timesOf } from './times.ts';

/** The share of the rows that is sealed. */
export const SEALED_SHARE = 0.2;
/** With more distinct values than this the target is not stratified by. */
const MAX_STRATA = 20;
/** Parts of the size of the vault that the rows would make. */
const PARTS = 1 / SEALED_SHARE;

/** Which rows are for development and which are sealed: row numbers of the dataset, ascending. */
export interface Seal {
  development: Int32Array;
  sealed: Int32Array;
  /** Rows of the training file in neither, because their target is missing. */
  unlabelled: number;
  /** Rows of a test file without a target: they are predicted and not scored. */
  unscored: Int32Array;
  /** Rows in neither, because they have a target but no time. */
  undated: number;
  /** Whether the sealed rows come from a test file or a split column, rather than being drawn. */
  fromTestFile: boolean;
  /** Rows of a test file that are not later than the last development row, where rows are in order of time; else 0. */
  earlier: number;
  /** Rows of a test file whose group development rows have too, where groups are kept together; else 0. */
  knownGroups: number;
}

/**
 * Sets the test rows aside before any analysis: a fifth of the rows, stratified by class; the last
 * fifth if rows are in time order. Groups, and rows with the same inputs, stay on one side. The target's values
 * are only used for stratifying.
 *
 * @param table the dataset, the rows of a test file below its own.
 * @param targets the columns to predict. A row counts where every one of them has a value.
 * @param firstTestRow where the rows of a test file begin; those with a target are then the sealed ones. Null, or where none has
 *   a target, to draw them.
 * @throws {StepwellError} `unknown_column` or `protocol_mismatch` where the column of groups or times won't do.
 */
export function seal(table: Table, spec: RunSpec, targets: Column[], firstTestRow: number | null): Seal {
  checkGroupOrTime(spec);
  const labelled = allRows(table.rows).filter((row) => !targets.some((target) => isMissing(target, row)));
  const ownRows = Math.min(firstTestRow ?? table.rows, table.rows);
  const own = labelled.filter((row) => row < ownRows);
  const tested = labelled.filter((row) => row >= ownRows);
  const unlabelled = ownRows - own.length;
  const unscored = withoutRows(ownRows, table.rows, tested);
  const times = orderOf(spec) === 'time' ? timesOf(table, spec) : null;
  const usable = times === null ? own : own.filter((row) => !Number.isNaN(times[row]));
  const undated = own.length - usable.length;
  if (tested.length > 0) {
    const groups = spec.group === undefined ? null : groupsOf(table, spec, spec.group);
    const optimistic = {
      earlier: times === null ? 0 : countEarlier(times, usable, tested),
      knownGroups: groups === null ? 0 : countKnown(groups, usable, tested),
    };
    return { development: usable, sealed: tested, unlabelled, undated, unscored, fromTestFile: true, ...optimistic };
  }
  const given = spec.split === undefined ? null : givenParts(table, spec.split, spec.parts);
  if (given?.includes('test') === true) {
    return {
      development: usable.filter((row) => given[row] === 'train' || given[row] === 'validation'),
      sealed: usable.filter((row) => given[row] === 'test'),
      unlabelled,
      undated,
      unscored,
      fromTestFile: true,
      earlier: 0,
      knownGroups: 0,
    };
  }
  if (given?.includes('validation') === true)
    return sealOfValidation(given, spec, targets, usable, { unlabelled, undated, unscored });
  const marked =
    times === null
      ? markAtRandom(table, spec, targets, usable)
      : markLatest(Float64Array.from(usable, (row) => times[row]!));
  return {
    development: usable.filter((_, i) => marked[i] === 0),
    sealed: usable.filter((_, i) => marked[i] === 1),
    unlabelled,
    undated,
    unscored,
    fromTestFile: false,
    earlier: 0,
    knownGroups: 0,
  };
}

/** The rows `from … to - 1` but these, which are in ascending order. */
function withoutRows(from: number, to: number, others: Int32Array): Int32Array {
  const rows = new Int32Array(to - from - others.length);
  let at = 0;
  for (let row = from, next = 0; row < to; row++) {
    if (row === others[next]) next++;
    else rows[at++] = row;
  }
  return rows;
}

/** Training and validation rows were given, and no test rows: half of the validation rows are sealed, of every class. */
function sealOfValidation(
  given: ReturnType<typeof givenParts>,
  spec: RunSpec,
  targets: Column[],
  rows: Int32Array,
  counts: Pick<Seal, 'unlabelled' | 'undated' | 'unscored'>,
): Seal {
  const validation = rows.filter((row) => given[row] === 'validation');
  const marked = markUnits(
    { strata: strataOf(targets, validation), groups: null },
    0.5,
    generator(spec.seed, 'vault', 0),
  );
  const sealed = validation.filter((_, i) => marked[i] === 1);
  const isSealed = new Set(sealed);
  return {
    ...counts,
    development: rows.filter((row) => given[row] !== null && !isSealed.has(row)),
    sealed,
    fromTestFile: false,
    earlier: 0,
    knownGroups: 0,
  };
}

/** Sealed rows that are not later than the last development row; those without a moment are not counted. */
function countEarlier(times: Float64Array, development: Int32Array, sealed: Int32Array): number {
  const last = development.reduce((latest, row) => Math.max(latest, times[row]!), -Infinity);
  return sealed.filter((row) => times[row]! <= last).length;
}

/** Sealed rows of a group that development rows have too. */
function countKnown(groups: Int32Array, development: Int32Array, sealed: Int32Array): number {
  const known = new Set(take(groups, development));
  return sealed.filter((row) => known.has(groups[row]!)).length;
}

function markLatest(times: Float64Array): Uint8Array {
  return times.length < 2 ? new Uint8Array(times.length) : markLast(times, SEALED_SHARE);
}

function markAtRandom(table: Table, spec: RunSpec, targets: Column[], rows: Int32Array): Uint8Array {
  const asked = spec.group === undefined ? null : take(groupsOf(table, spec, spec.group), rows);
  if (asked !== null && rows.length > 1 && countUnits({ rows: rows.length, groups: asked }) < 2) {
    throw new StepwellError(
      'protocol_mismatch',
      `No test rows can be sealed: all ${rows.length} rows belong to one group of "${spec.group}". Groups stay on one side of every split, so at least two are needed. Choose another group column, or none.`,
      { details: { column: spec.group, groups: 1 } },
    );
  }
  // Rows that are used for nothing must not have a say in which of the others repeat.
  const used = rows.length === table.rows ? table : selectRows(table, rows);
  const { groups } = spec.query === undefined ? keepDuplicatesTogether(used, spec, asked, PARTS) : { groups: asked };
  return markUnits({ strata: strataOf(targets, rows), groups }, SEALED_SHARE, generator(spec.seed, 'vault', 0));
}

/** The values of a target of few values; of several columns of yes and no, the rarest yes of a row; else none. */
function strataOf(targets: Column[], rows: Int32Array): Int32Array {
  const [only, ...others] = targets;
  if (only === undefined) return new Int32Array(rows.length);
  if (others.length === 0) return valuesOf(only, rows);
  const values = new Uint8Array(rows.length * targets.length);
  for (const [at, target] of targets.entries()) {
    for (const [i, row] of rows.entries()) {
      const label = labelAt(target, row);
      if (label === 'true' || label === '1') values[i * targets.length + at] = 1;
      else if (label !== 'false' && label !== '0') return new Int32Array(rows.length);
    }
  }
  return rarestLabels(values, targets.length);
}

function valuesOf(target: Column, rows: Int32Array): Int32Array {
  const strata = new Int32Array(rows.length);
  const known = new Map<string, number>();
  for (let i = 0; i < rows.length; i++) {
    const label = labelAt(target, rows[i]!) ?? '';
    const stratum = known.get(label) ?? known.size;
    if (stratum >= MAX_STRATA) return new Int32Array(rows.length);
    known.set(label, stratum);
    strata[i] = stratum;
  }
  return strata;
}
