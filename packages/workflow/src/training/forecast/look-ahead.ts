import { z } from 'zod';
import type { Predictions } from '@stepwell/metrics';
import { intervalAt, type Certainty } from '@stepwell/metrics/certainty';
import type { Table } from '@stepwell/data/table';
import { readRelation } from '../rows/index.ts';
import type { Forecast } from '../../question/index.ts';
import { originRows, type Origin, type Sources } from './origin-rows.ts';
import type { Series } from './read-series.ts';
import { timeAfter } from './time-step.ts';

/** Numbers that are kept at most, of all series. */
const MOST_POINTS = 12_000;
/** Known values shown before each forecast: so many horizons or seasons, at least and at most so many values. */
const CYCLES_SHOWN = 3;
const FEWEST_SHOWN = 24;
const MOST_SHOWN = 336;

const step = z.object({
  /** In milliseconds since 1970, or in the unit of the column of times; null where rows are steps. */
  time: z.number().nullable(),
  value: z.number(),
  /** 90 % interval; null where there is none. */
  low: z.number().nullable(),
  high: z.number().nullable(),
});

/** What comes next: a forecast from the end of each series. */
export const lookAhead = z.object({
  /** Whether times are dates, numbers, or unknown. */
  times: z.enum(['date', 'numeric', 'none']),
  series: z.array(
    z.object({
      /** Empty for the only one. */
      name: z.string(),
      /** Values known last, ascending; gaps are null. */
      history: z.array(z.object({ time: z.number().nullable(), value: z.number().nullable() })),
      steps: z.array(step),
    }),
  ),
  /** Series that aren't listed, or end in a gap or too early to be forecast. */
  left: z.int(),
});
export type LookAhead = z.infer<typeof lookAhead>;

/** The last origin of each series, as many as are kept, as rows that a model can predict. */
export function latestRows(latest: readonly Origin[], sources: Sources): { origins: Origin[]; table: Table } {
  const { forecast } = sources;
  const each = forecast.horizon * 3 + shownOf(forecast);
  const origins = latest.slice(0, Math.max(1, Math.floor(MOST_POINTS / each)));
  return { origins, table: originRows(origins, sources) };
}

/**
 * Forecasts in words of the file: times and values, with intervals.
 *
 * @param predictions of the rows of `latestRows`.
 * @param bands null where there are none.
 */
export function lookAheadOf(
  sources: Sources,
  { origins, table }: { origins: readonly Origin[]; table: Table },
  predictions: Predictions,
  bands: Certainty | null,
): LookAhead {
  const { forecast } = sources;
  const anchors = readRelation(table, forecast);
  const { horizon, step: stepOf } = forecast;
  const series = origins.map((origin, row) => {
    const own = sources.series[origin.series]!;
    const steps = Array.from({ length: horizon }, (_, i) => {
      const at = row * horizon + i;
      const value = predictions.values[at]!;
      const anchor = { expected: anchors.expected[at]!, scale: anchors.scales[row]! };
      const [low, high] = bands?.kind === 'intervals' ? intervalAt(bands, value, i, null, anchor) : [null, null];
      const known = own.times[origin.at + i + 1];
      const time =
        known !== undefined && Number.isFinite(known) ? known : timeAfter(own.times[origin.at]!, i + 1, stepOf);
      return { time: forecast.timed ? time : null, value, low, high };
    });
    return { name: own.name, history: historyOf(own, origin.at, forecast), steps };
  });
  return { times: sources.kind, series, left: sources.series.length - series.length };
}

function shownOf({ horizon, season }: Forecast): number {
  return Math.min(MOST_SHOWN, Math.max(FEWEST_SHOWN, CYCLES_SHOWN * Math.max(horizon, season)));
}

function historyOf(
  { times, values, first }: Series,
  at: number,
  forecast: Forecast,
): LookAhead['series'][number]['history'] {
  const from = Math.max(first, at + 1 - shownOf(forecast));
  return Array.from({ length: at + 1 - from }, (_, i) => {
    const [time, value] = [times[from + i]!, values[from + i]!];
    return {
      time: forecast.timed && Number.isFinite(time) ? time : null,
      value: Number.isFinite(value) ? value : null,
    };
  });
}
