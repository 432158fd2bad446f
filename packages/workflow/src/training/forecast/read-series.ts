import { StepwellError } from '@stepwell/base/errors';
import { formatCount } from '@stepwell/base/format';
import {
  countDistinct,
  dateLabel,
  findColumn,
  isMissing,
  isValues,
  labelAt,
  type Column,
  type Table,
} from '@stepwell/data/table';
import type { RunSpec, TimeStep } from '../../question/index.ts';
import { findStep, placesOf } from './time-step.ts';

/** What is asked of a file's rows: what is forecast, and which columns say when and of what. */
type Asked = Pick<RunSpec, 'target' | 'timeColumn' | 'series'>;

/** One series: values in order of time, a place for each step. */
export interface Series {
  /** Empty for the only one. */
  name: string;
  /** [steps], float64: NaN where there is no value. */
  values: Float64Array;
  /** [steps], float64: NaN where there is no row. */
  times: Float64Array;
  /** [steps], int32: the row of the file; -1 where there is none. */
  rows: Int32Array;
  /** The first and the last place with a value. */
  first: number;
  last: number;
}

/** The series of a table. */
export interface ReadSeries {
  series: Series[];
  step: TimeStep;
  /** Median difference of times, in their unit; null without times. */
  median: number | null;
  /** Name of the column of times; null where rows are in order as they stand. */
  timeColumn: string | null;
  kind: 'date' | 'numeric' | 'none';
  /** Rows without a time, or without the name of their series. */
  setAside: number;
  /** Steps between the first and the last value that have none. */
  gaps: number;
}

/**
 * The values of the target as series in order of time.
 *
 * @param spec with `timeColumn`, unless its order is that of the file.
 * @param known the step of time, where it isn't to be found from the times.
 * @throws {StepwellError} `protocol_mismatch` for times that repeat, or aren't any; `unsupported_problem` for a target that is no
 *   number; `unknown_column`; `target_all_missing`.
 */
export function readSeries(table: Table, spec: Asked, known?: TimeStep): ReadSeries {
  const target = numbersNamed(table, spec.target[0]!);
  const timeColumn = spec.timeColumn ?? null;
  const times = timesOf(table, spec);
  const kind = timeColumn === null ? ('none' as const) : kindOfTimes(table, timeColumn);
  const { groups, setAside } = groupRows(table, spec.series ?? null, times);
  const sorted = [...groups].map(([name, rows]) => {
    const order = Int32Array.from(rows.toSorted((a, b) => times[a]! - times[b]! || a - b));
    refuseRepeats(name, order, times, spec, kind);
    return { name, order, times: Float64Array.from(order, (row) => times[row]!) };
  });
  const step =
    known ??
    findStep(
      sorted.map((one) => one.times),
      kind,
    );
  const series = sorted.flatMap(({ name, order, times: own }) => placed(name, order, own, target, step) ?? []);
  if (series.length === 0) {
    throw new StepwellError(
      'target_all_missing',
      `"${spec.target[0]}" is empty in every row with a time, so nothing can be forecast. Choose a column that has values, or fill it in.`,
    );
  }
  const gaps = series.reduce((sum, { values, first, last }) => {
    let missing = 0;
    for (let at = first; at <= last; at++) if (Number.isNaN(values[at])) missing++;
    return sum + missing;
  }, 0);
  return {
    series,
    step,
    median: medianOf(
      sorted.map((one) => one.times),
      kind,
    ),
    timeColumn,
    kind,
    setAside,
    gaps,
  };
}

function columnNamed(table: Table, name: string): Column {
  const column = findColumn(table, name);
  if (column !== undefined) return column;
  throw new StepwellError('unknown_column', `The table has no column "${name}". Check the name against the header.`, {
    details: { column: name },
  });
}

function numbersNamed(table: Table, name: string): Float64Array {
  const column = columnNamed(table, name);
  if (column.kind === 'numeric') return column.values;
  throw new StepwellError(
    'unsupported_problem',
    `"${name}" is ${column.kind}, but only numbers can be forecast. Choose a column of numbers, or leave out the horizon to predict "${name}" row by row.`,
    { details: { column: name, kind: column.kind } },
  );
}

function timesOf(table: Table, { timeColumn }: Asked): Float64Array {
  if (timeColumn === undefined) return Float64Array.from({ length: table.rows }, (_, row) => row);
  const column = columnNamed(table, timeColumn);
  if (column.kind === 'date' || column.kind === 'numeric') {
    return column.values.map((value) => (Number.isFinite(value) ? value : Number.NaN));
  }
  throw new StepwellError(
    'protocol_mismatch',
    `Rows can't be put in time order by "${timeColumn}": it is ${column.kind}, but dates or numbers were expected. Write its cells as dates (2021-03-04, 2021-03-04T05:06) or as numbers, or name another column.`,
    { details: { column: timeColumn, kind: column.kind } },
  );
}

function kindOfTimes(table: Table, name: string): 'date' | 'numeric' {
  return findColumn(table, name)?.kind === 'date' ? 'date' : 'numeric';
}

function groupRows(
  table: Table,
  name: string | null,
  times: Float64Array,
): { groups: Map<string, number[]>; setAside: number } {
  const column = name === null ? null : columnNamed(table, name);
  if (column !== null && !isValues(column)) {
    throw new StepwellError(
      'protocol_mismatch',
      `"${column.name}" holds ${column.kind === 'text' ? 'texts' : 'images'}, which can't name series. Choose a column with a name or a number for each series.`,
      { details: { column: column.name, kind: column.kind } },
    );
  }
  const groups = new Map<string, number[]>();
  let setAside = 0;
  for (let row = 0; row < table.rows; row++) {
    const label = column === null ? '' : labelAt(column, row);
    if (label === null || Number.isNaN(times[row])) {
      setAside++;
      continue;
    }
    const known = groups.get(label);
    if (known === undefined) groups.set(label, [row]);
    else known.push(row);
  }
  return { groups, setAside };
}

function refuseRepeats(
  series: string,
  order: Int32Array,
  times: Float64Array,
  spec: Asked,
  kind: ReadSeries['kind'],
): void {
  let repeats = 0;
  let first = -1;
  for (let i = 1; i < order.length; i++) {
    if (times[order[i]!] !== times[order[i - 1]!]) continue;
    repeats++;
    if (first < 0) first = order[i]!;
  }
  if (repeats === 0) return;
  const time = kind === 'date' ? dateLabel(times[first]!) : String(times[first]);
  const where = spec.series === undefined ? '' : ` of the series "${series}"`;
  const fix =
    spec.series === undefined
      ? 'If the file holds several series, name the column that tells them apart with --series ("series" in the API). If not, keep one row a time, such as their sum or mean.'
      : 'Keep one row a time, such as their sum or mean, or name another column of series.';
  throw new StepwellError(
    'protocol_mismatch',
    `${formatCount(repeats, 'row')}${where} ${repeats === 1 ? 'repeats' : 'repeat'} the time of another row ("${spec.timeColumn}" ${time} is the first), so there is no order to forecast in. ${fix}`,
    { details: { column: spec.timeColumn ?? null, repeats, time } },
  );
}

/** The series with a place for each step; null where it has no value. */
function placed(
  name: string,
  order: Int32Array,
  times: Float64Array,
  target: Float64Array,
  step: TimeStep,
): Series | null {
  const places = placesOf(times, step);
  const length = places.at(-1)! + 1;
  const series: Series = {
    name,
    values: new Float64Array(length).fill(Number.NaN),
    times: new Float64Array(length).fill(Number.NaN),
    rows: new Int32Array(length).fill(-1),
    first: -1,
    last: -1,
  };
  places.forEach((place, i) => {
    const value = target[order[i]!]!;
    series.rows[place] = order[i]!;
    series.times[place] = times[i]!;
    if (!Number.isFinite(value)) return;
    series.values[place] = value;
    if (series.first < 0) series.first = place;
    series.last = place;
  });
  return series.first < 0 ? null : series;
}

function medianOf(times: readonly Float64Array[], kind: ReadSeries['kind']): number | null {
  if (kind === 'none') return null;
  const differences = times
    .flatMap((one) => Array.from({ length: Math.max(0, one.length - 1) }, (_, i) => one[i + 1]! - one[i]!))
    .sort((a, b) => a - b);
  return differences[Math.floor(differences.length / 2)] ?? null;
}

/** @returns the first column of dates that tell rows apart; undefined if there is none. */
export function firstDates(table: Table, spec: Pick<RunSpec, 'target' | 'drop' | 'series'>): Column | undefined {
  return table.columns.find(
    (column) =>
      column.kind === 'date' &&
      ![...spec.target, ...spec.drop, spec.series].includes(column.name) &&
      countDistinct(column, table.rows) > 1 &&
      !isMissing(column, 0),
  );
}
