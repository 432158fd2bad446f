import { StepwellError } from '@stepwell/base/errors';
import { countRows, type Target } from '@stepwell/metrics/targets';
import { findColumn, type Table } from '@stepwell/data/table';
import { knownColumn, type RunSpec } from '../../question/index.ts';
import { keepDuplicatesTogether, type Duplicates, type TooMany } from './duplicates.ts';
import { givenParts } from './given-parts.ts';
import { groupsOf } from './groups.ts';
import { timesOf } from './times.ts';

/** The structure of n rows, as the splitters need it. */
export interface RowStructure {
  rows: number;
  /** [n], int32: each row's stratum, at least 0; all 0 for none. */
  strata: Int32Array;
  /** [n], int32: rows with the same number stay on one side of every split. Null without groups. */
  groups: Int32Array | null;
  /** [n], float64: each row's time; equal times stay on one side. Null if the order is random. */
  times: Float64Array | null;
  /** [n], float64: when the last of each row's targets is known, which may be later than its time; left out where it is the same. */
  known?: Float64Array;
  /** How rows with the same inputs were split; left out if none were looked for. */
  duplicates?: Duplicates;
  /** Why rows with the same inputs were not kept together; left out where they were, or where there are none. */
  tooMany?: TooMany;
  /** [n], uint8: 1 for the rows given for validation; left out if none were given. */
  given?: Uint8Array;
}

/** Folds of a k-fold protocol, unless told otherwise. */
export const DEFAULT_FOLDS = 4;

/** @returns whether rows are treated as independent or in time order. */
export function orderOf(spec: RunSpec): 'random' | 'time' {
  if (spec.order === 'file') return 'time';
  return spec.order ?? (spec.timeColumn === undefined ? 'random' : 'time');
}

/**
 * The structure of the development rows: classes to stratify by, rows that stay together, and each row's
 * time. Rows with the same inputs stay together, unless inputs repeat naturally.
 *
 * @param table the development rows.
 * @param target their target.
 * @param inputs the columns in which identical rows are looked for; left out: all but the target's, those dropped,
 *   the group, the time and those that number the rows.
 * @throws {StepwellError} `unknown_column` or `protocol_mismatch` where the column of groups or of times won't do.
 */
export function structureOf(table: Table, target: Target, spec: RunSpec, inputs?: string[]): RowStructure {
  const rows = countRows(target);
  const strata = strataOf(target);
  checkGroupOrTime(spec);
  const given = givenValidation(table, spec);
  if (given !== null) return { rows, strata, groups: null, times: null, duplicates: 'none', given };
  if (orderOf(spec) === 'time') {
    const known = knownOf(table, spec);
    return { rows, strata, groups: null, times: timesOf(table, spec), ...(known && { known }), duplicates: 'none' };
  }
  const asked = spec.group === undefined ? null : groupsOf(table, spec, spec.group);
  // Rows of unlike queries may have the same inputs, and often do.
  if (spec.query !== undefined) return { rows, strata, groups: asked, times: null, duplicates: 'none' };
  const kept = keepDuplicatesTogether(table, spec, asked, spec.folds ?? DEFAULT_FOLDS, inputs);
  return { rows, strata, times: null, ...kept };
}

/** When the targets of a forecast are known; null where each row's are known at its own time. */
function knownOf(table: Table, { horizon, target }: RunSpec): Float64Array | null {
  if (horizon === undefined) return null;
  const column = findColumn(table, knownColumn({ horizon, target }));
  return column?.kind === 'numeric' ? column.values : null;
}

/** The rows that a column gives for validation; null where none does. */
function givenValidation(table: Table, spec: RunSpec): Uint8Array | null {
  if (spec.split === undefined) return null;
  const given = Uint8Array.from(givenParts(table, spec.split, spec.parts), (part) => (part === 'validation' ? 1 : 0));
  return given.includes(1) ? given : null;
}

/**
 * @param spec with the first date column as its time column, if it asks for time and names none.
 * @throws {StepwellError} `protocol_mismatch` where rows should be ordered by a time that no column has, or in two ways.
 */
export function checkTime({ order, timeColumn }: RunSpec): void {
  if (order === 'time' && timeColumn === undefined) {
    throw new StepwellError(
      'protocol_mismatch',
      'Rows can\'t be put in time order: no column holds dates. Name a column of numbers as the time column, or set the order to "file" if the rows already stand in time order.',
    );
  }
  if (order === 'file' && timeColumn !== undefined) {
    throw new StepwellError(
      'protocol_mismatch',
      `Rows can be ordered as in the file or by "${timeColumn}", but not both. Leave out the time column, or set the order to "time".`,
    );
  }
}

/**
 * Groups are kept together or time is kept in order: keeping both would leave next to nothing to learn from.
 *
 * @throws {StepwellError} `protocol_mismatch` where both are asked for.
 */
export function checkGroupOrTime(spec: RunSpec): void {
  if (spec.group === undefined || orderOf(spec) !== 'time') return;
  if (spec.query !== undefined) {
    throw new StepwellError(
      'protocol_mismatch',
      `Queries can't be kept in time order yet: the rows of each "${spec.query}" stay together and are split at random. Leave out the order and the time column.`,
    );
  }
  throw new StepwellError(
    'protocol_mismatch',
    `Rows can be grouped by "${spec.group}" or kept in time order, but not both: a group seen early and late would be on both sides of a split. Leave out the group, or set the order to random.`,
  );
}

/** Classes are their own strata; of several labels, the rarest that a row has; numbers have none. */
function strataOf(target: Target): Int32Array {
  switch (target.kind) {
    case 'classes':
      return target.codes.map((code) => (code < 0 ? target.classes.length : code));
    case 'labels':
      return rarestLabels(target.values, target.labels.length);
    case 'number':
      return new Int32Array(countRows(target));
  }
}

/**
 * The rarest label of each row, plus 1; 0 for rows without any. This distributes rare labels evenly.
 *
 * @param values [n, labels] in row-major order: 1 where the row has the label.
 * @returns [n], int32.
 */
export function rarestLabels(values: Uint8Array, labels: number): Int32Array {
  const counts = new Int32Array(labels);
  values.forEach((value, i) => {
    counts[i % labels]! += value;
  });
  return Int32Array.from({ length: values.length / labels }, (_, row) => {
    let rarest = -1;
    for (let label = 0; label < labels; label++) {
      const has = values[row * labels + label] === 1;
      if (has && (rarest < 0 || counts[label]! < counts[rarest]!)) rarest = label;
    }
    return rarest + 1;
  });
}
