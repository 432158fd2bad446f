import { selectRows, type Column, type NumericColumn, type Table } from '@stepwell/data/table';
import { forecastColumns, forecastNames, type Forecast } from '../../question/index.ts';
import type { Lag } from './lags.ts';
import type { Past } from './past.ts';
import type { Series } from './read-series.ts';

/** One place of a series to forecast from. */
export interface Origin {
  series: number;
  at: number;
}

/** What rows are made of. */
export interface Sources {
  forecast: Forecast;
  lags: readonly Lag[];
  series: readonly Series[];
  pasts: readonly Past[];
  /** Each series' mean absolute error of the naive forecast on its development values; null where it has none. */
  units: readonly (number | null)[];
  /** The file, for its other columns. */
  table: Table;
  /** Columns whose values at the origin are inputs, and those that are known for the steps ahead too. */
  beside: readonly string[];
  knownAhead: readonly string[];
  kind: 'date' | 'numeric' | 'none';
  /** Number of each distinct time of origins. */
  steps: ReadonlyMap<number, number>;
}

/**
 * One row an origin: what is known by then as inputs, the values after it as targets, and what the naive forecasts say. Nothing but
 * the targets, and columns that were said to be known ahead, is of a later time than the origin's.
 */
export function originRows(origins: readonly Origin[], sources: Sources): Table {
  const { forecast, lags, series, pasts, units, steps } = sources;
  const names = forecastNames(forecast);
  const extra = forecastColumns(forecast);
  const number = (name: string, of: (past: Past, at: number, origin: Origin) => number): NumericColumn => ({
    kind: 'numeric',
    name,
    values: Float64Array.from(origins, (origin) => of(pasts[origin.series]!, origin.at, origin)),
  });
  const scales = number(extra.scale, (past, at) => past.scale(at));
  const times = originTimes(origins, series);
  return {
    rows: origins.length,
    columns: [
      { kind: sources.kind === 'date' ? 'date' : 'numeric', name: forecast.time, values: times },
      ...seriesColumn(origins, sources),
      ...lags.map((lag) => number(lag.name, (past, at) => lag.at(past, at))),
      ...sources.beside.flatMap((name) => fileColumn(name, `${name} now`, 0, origins, sources)),
      ...sources.knownAhead.flatMap((name) =>
        names.flatMap((_, i) => fileColumn(name, `${name} +${i + 1}`, i + 1, origins, sources)),
      ),
      ...names.map((name, i) => number(name, (past, at) => past.ahead(at, i + 1))),
      ...extra.expected.map((name, i) => number(name, (past, at) => past.expected(at, i + 1))),
      ...extra.naive.map((name, i) => number(name, (past, at) => past.naive(at, i + 1, forecast.season))),
      scales,
      number(extra.last, (past, at) => past.before(at, 0)),
      number(extra.slope, (past, at) => past.slope(at)),
      { ...scales, name: extra.unit, values: scales.values.map((scale, i) => units[origins[i]!.series] ?? scale) },
      { ...scales, name: extra.step, values: times.map((time) => steps.get(time) ?? Number.NaN) },
      number(extra.known, (_, at, origin) => series[origin.series]!.times[at + forecast.horizon] ?? Number.NaN),
    ],
  };
}

/** The time of each origin; where rows have none, its place. */
export function originTimes(origins: readonly Origin[], series: readonly Series[]): Float64Array {
  return Float64Array.from(origins, ({ series: which, at }) => series[which]!.times[at]!);
}

function seriesColumn(origins: readonly Origin[], { forecast, series }: Sources): Column[] {
  if (forecast.series === null || series.length < 2) return [];
  const used = [...new Set(origins.map((origin) => origin.series))];
  const codes = new Map(used.map((which, code) => [which, code]));
  return [
    {
      kind: 'categorical',
      name: forecast.series,
      categories: used.map((which) => series[which]!.name),
      codes: Int32Array.from(origins, (origin) => codes.get(origin.series)!),
    },
  ];
}

/** A column of the file so many steps after the origins. */
function fileColumn(
  name: string,
  as: string,
  ahead: number,
  origins: readonly Origin[],
  { table, series }: Sources,
): Column[] {
  const column = table.columns.find((one) => one.name === name);
  if (column === undefined) return [];
  const rows = Int32Array.from(origins, (origin) => series[origin.series]!.rows[origin.at + ahead] ?? -1);
  const [taken] = selectRows(
    { rows: table.rows, columns: [column] },
    rows.map((row) => Math.max(0, row)),
  ).columns;
  return taken === undefined ? [] : [withGaps({ ...taken, name: as }, rows)];
}

/** Empties the cells of rows that the file doesn't have. */
function withGaps(column: Column, rows: Int32Array): Column {
  switch (column.kind) {
    case 'numeric':
    case 'date':
      return { ...column, values: column.values.map((value, i) => (rows[i]! < 0 ? Number.NaN : value)) };
    case 'boolean':
      return { ...column, values: column.values.map((value, i) => (rows[i]! < 0 ? -1 : value)) };
    case 'categorical':
      return { ...column, codes: column.codes.map((code, i) => (rows[i]! < 0 ? -1 : code)) };
    case 'text':
    case 'image':
      return column;
  }
}
