import { StepwellError } from '@stepwell/base/errors';
import type { Table } from '@stepwell/data/table';
import type { Forecast } from '../../question/index.ts';
import { lagsOf } from './lags.ts';
import { latestRows } from './look-ahead.ts';
import type { Origin, Sources } from './origin-rows.ts';
import { Past } from './past.ts';
import { readSeries } from './read-series.ts';

/** A history as rows that a model can predict: the last moment of each series. */
export interface History extends ReturnType<typeof latestRows> {
  sources: Sources;
}

/**
 * The end of each series of a file that goes on from where the training file ended, or is of other series alike.
 *
 * @param forecast what the model forecasts.
 * @param inputs names of the model's inputs.
 * @throws {StepwellError} as `readSeries` does; `too_few_rows` where no series is long enough.
 */
export function rowsOfHistory(table: Table, forecast: Forecast, inputs: readonly string[]): History {
  const { target, series: column, time, timed, step, season } = forecast;
  const asked = { target: [target], timeColumn: timed ? time : undefined, series: column ?? undefined };
  const { series, kind } = readSeries(table, asked, step);
  const pasts = series.map((one) => new Past(one, season));
  const latest = pasts.flatMap((past, at): Origin[] =>
    past.isOrigin(past.last) ? [{ series: at, at: past.last }] : [],
  );
  if (latest.length === 0) {
    const longest = Math.max(...series.map(({ first, last }) => last - first + 1));
    throw new StepwellError(
      'too_few_rows',
      `The history ends after ${longest} steps, too few to forecast from: ${season + Math.min(season, 8) + 1} are needed, a season and a little more. Send a longer one.`,
      { details: { steps: longest, season } },
    );
  }
  const wanted = new Set(inputs);
  const lags = lagsOf(forecast, null).filter(({ name }) => wanted.has(name));
  const own = new Set(lags.map(({ name }) => name));
  const others = table.columns.map(({ name }) => name).filter((name) => !own.has(`${name} now`));
  const sources: Sources = {
    forecast,
    lags,
    series,
    pasts,
    // Nothing is scored, so no row needs the unit of a score.
    units: series.map(() => null),
    table,
    beside: others.filter((name) => wanted.has(`${name} now`)),
    knownAhead: others.filter((name) => wanted.has(`${name} +1`)),
    kind,
    steps: new Map(),
  };
  const rows = latestRows(latest, sources);
  return { ...rows, table: withSeries(rows.table, sources, rows.origins), sources };
}

/** Rows of a single series have no column of its name, which a model of several takes. */
function withSeries(table: Table, { forecast, series }: Sources, origins: readonly Origin[]): Table {
  const name = forecast.series;
  if (name === null || table.columns.some((column) => column.name === name)) return table;
  const categories = [...new Set(origins.map((origin) => series[origin.series]!.name))];
  const codes = Int32Array.from(origins, (origin) => categories.indexOf(series[origin.series]!.name));
  return { ...table, columns: [...table.columns, { kind: 'categorical', name, categories, codes }] };
}
