import { StepwellError } from '@stepwell/base/errors';
import { formatCount } from '@stepwell/base/format';
import type { Table } from '@stepwell/data/table';
import { forecastNames, type Forecast, type RunSpec } from '../../question/index.ts';
import { checkForecast } from './check-forecast.ts';
import { decideForecast } from './decide-forecast.ts';
import { findSeasons, meanChange, rankSeasons, valuesUpTo } from './find-seasons.ts';
import {
  lagsOf,
  likelySeasons,
  originRows,
  originTimes,
  Past,
  readSeries,
  type Origin,
  type ReadSeries,
  type Series,
  type Sources,
} from '../../training/forecast/index.ts';
import type { Decision } from '../../decisions/index.ts';

/** Cells of the rows of all origins, at most: 24 MB. With more, origins are left out at regular distances. */
const MOST_CELLS = 3_000_000;
/** Of the origins, the last are sealed. */
const SEALED_SHARE = 0.2;
/** Of the times, the first are searched for seasons: they end before the vault. */
const LOOKED_AT_SHARE = 0.75;
/** Origins to learn from and to test on, at least. */
const FEWEST_ORIGINS = 20;
const FEWEST_SEALED = 4;

/** A table of origins, made from a file in order of time. */
export interface Derived extends Forecasting {
  /** One row an origin, in order of time. */
  table: Table;
}

/** What is kept of it once its rows are split. */
export interface Forecasting {
  forecast: Forecast;
  /** Rows of the table of origins. */
  rows: number;
  /** The question about that table. */
  spec: RunSpec;
  /** The time of the first sealed origin: no development row has a target after it. */
  cut: number;
  /** The last known origin of each series, whose targets are to come. */
  latest: Origin[];
  sources: Sources;
  decisions: Decision[];
}

/**
 * Makes the rows of a forecast: an origin is a place of a series, its inputs what is known by then, its targets the values after it.
 *
 * @param asked with a horizon.
 * @param read the file, its columns read as asked.
 * @throws {StepwellError} `protocol_mismatch`, `unsupported_problem`, `too_few_rows`, `target_all_missing`, `dataset_too_large`.
 */
export function deriveForecast(asked: RunSpec, read: Table): Derived {
  const spec = checkForecast(asked, read);
  const horizon = spec.horizon!;
  const all = readSeries(read, spec);
  const { series, step } = all;
  const lookedAt = lookedUpTo(series, horizon);
  const values = series.map((one) => valuesUpTo(one, lookedAt));
  const found = spec.season === undefined ? findSeasons(values, likelySeasons(step, all.median)) : null;
  const seasons =
    found === null
      ? spec.season!.filter((season) => season > 1)
      : rankSeasons(
          values,
          found.filter(({ adopted }) => adopted).map(({ season }) => season),
          horizon,
        );
  const forecast: Forecast = {
    target: spec.target[0]!,
    horizon,
    series: spec.series ?? null,
    time: all.timeColumn ?? 'row',
    timed: all.timeColumn !== null,
    step,
    season: seasons[0] ?? 1,
    seasons,
  };
  const pasts = series.map((one) => new Past(one, forecast.season));
  const candidates = series.flatMap((one, at) => originsOf(one, at, pasts[at]!));
  const followed = candidates.filter((origin) => pasts[origin.series]!.isFollowed(origin.at, horizon));
  const beside = besideOf(read, spec, all);
  const lags = lagsOf(forecast, (1 - SEALED_SHARE) * followed.length);
  const { origins, every } = thinned(followed, forecast, lags.length + beside.names.length);
  refuseFew(origins, candidates.length, forecast, series);
  const times = originTimes(origins, series);
  const cut = Math.max(lookedAt, times.toSorted()[Math.floor((1 - SEALED_SHARE) * times.length)]!);
  const ordered = Array.from(origins.keys())
    .sort((a, b) => times[a]! - times[b]! || a - b)
    .map((i) => origins[i]!);
  const sources: Sources = {
    forecast,
    lags,
    series,
    pasts,
    units: series.map((one) => unitOf(one, cut, forecast.season)),
    table: read,
    beside: beside.names,
    knownAhead: beside.knownAhead,
    kind: all.kind,
    steps: numbered(times, every),
  };
  const table = originRows(ordered, sources);
  refuseRepeatedNames(table);
  const derived: RunSpec = {
    ...spec,
    target: forecastNames(forecast),
    type: horizon === 1 ? 'scalar-regression' : 'vector-regression',
    order: 'time',
    timeColumn: forecast.time,
    drop: [],
    keep: [],
  };
  const latest = candidates.filter(({ series: which, at }) => at === pasts[which]!.last);
  const counts = { candidates: candidates.length, followed: followed.length, kept: origins.length, every };
  const decisions = decideForecast(forecast, all, found, { ...counts, lags: lags.map(({ name }) => name), ...beside });
  return { forecast, rows: table.rows, table, spec: derived, cut, latest, sources, decisions };
}

/** The time that seasons are looked for up to: it lies before the vault. */
function lookedUpTo(series: readonly Series[], horizon: number): number {
  const times = Float64Array.from(
    new Set(series.flatMap((one) => Array.from(one.times).filter(Number.isFinite))),
  ).sort();
  return times[Math.max(0, Math.floor(LOOKED_AT_SHARE * (times.length - horizon)))] ?? times[0]!;
}

function originsOf({ first, last }: Series, series: number, past: Past): Origin[] {
  const origins: Origin[] = [];
  for (let at = first; at <= last; at++) if (past.isOrigin(at)) origins.push({ series, at });
  return origins;
}

/** Other columns of the file. A text or an image can't be one of them yet. */
function besideOf(read: Table, spec: RunSpec, { timeColumn }: ReadSeries) {
  const used = new Set([...spec.target, ...spec.drop, spec.series, timeColumn ?? undefined]);
  const others = read.columns.filter(({ name }) => !used.has(name));
  const usable = others.filter(({ kind }) => kind === 'numeric' || kind === 'boolean' || kind === 'categorical');
  return {
    names: usable.map(({ name }) => name),
    knownAhead: usable.map(({ name }) => name).filter((name) => spec.keep.includes(name)),
    unused: others.filter((column) => !usable.includes(column)).map(({ name, kind }) => ({ name, kind })),
  };
}

/** Leaves origins out at regular distances where all of them would take too much memory; the distance shares no factor with a season. */
function thinned(origins: readonly Origin[], { horizon, seasons }: Forecast, inputs: number) {
  const least = Math.ceil((origins.length * (inputs + 3 * horizon + 8)) / MOST_CELLS);
  let every = Math.max(1, least);
  while (every > 1 && seasons.some((season) => greatestDivisor(every, season) > 1)) every++;
  return { origins: every === 1 ? [...origins] : origins.filter(({ at }) => at % every === 0), every };
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** @throws {StepwellError} `too_few_rows` with what there is and what is needed. */
function refuseFew(
  origins: readonly Origin[],
  candidates: number,
  forecast: Forecast,
  series: readonly Series[],
): void {
  const { horizon, season, target } = forecast;
  const longest = Math.max(...series.map(({ values }) => values.length));
  const needed = season + Math.min(season, 8) + 2 * horizon + FEWEST_ORIGINS + FEWEST_SEALED;
  if (origins.length >= FEWEST_ORIGINS + FEWEST_SEALED) return;
  const of =
    series.length === 1
      ? `The series has ${longest} steps`
      : `The longest of ${series.length} series has ${longest} steps`;
  const gaps =
    candidates > horizon && origins.length < candidates - horizon
      ? ` Of ${candidates} places to forecast from, ${candidates - origins.length} are followed by a missing value within the horizon.`
      : '';
  throw new StepwellError(
    'too_few_rows',
    `${of}, too few to forecast "${target}" ${formatCount(horizon, 'step')} ahead: about ${needed} are needed, without gaps, to learn, validate and test${season > 1 ? ` with a season of ${season}` : ''}.${gaps} Use a shorter horizon, or a longer history.`,
    { details: { steps: longest, needed, horizon, season, origins: origins.length } },
  );
}

/** A series' mean absolute error of the naive forecast one season ahead, up to a time; null where it is 0 or has none. */
function unitOf(series: Series, cut: number, season: number): number | null {
  const change = meanChange([valuesUpTo(series, cut)], season);
  return change !== null && change > 0 ? change : null;
}

/** The number of each distinct time, counted in steps. */
function numbered(times: Float64Array, every: number): Map<number, number> {
  const distinct = Float64Array.from(new Set(times)).sort();
  return new Map(Array.from(distinct, (time, i) => [time, i * every]));
}

function refuseRepeatedNames({ columns }: Table): void {
  const names = new Set<string>();
  for (const { name } of columns) {
    if (names.has(name)) {
      throw new StepwellError(
        'protocol_mismatch',
        `The rows of the forecast would have two columns named "${name}". Rename the column of the file, or leave it out.`,
        { details: { column: name } },
      );
    }
    names.add(name);
  }
}
