import { formatCount } from '@stepwell/base/format';
import { byRule, byUser, type Decision } from '../../decisions/index.ts';
import type { Forecast } from '../../question/index.ts';
import type { SeasonFound } from './find-seasons.ts';
import { stepWords, type ReadSeries } from '../../training/forecast/index.ts';

const NAMED = 20;

/** How many places there are to forecast from, and what is known at them. */
export interface OriginCounts {
  /** With enough of a past. */
  candidates: number;
  /** Of these, with every value of the horizon. */
  followed: number;
  /** Of these, used. */
  kept: number;
  /** One in so many places is used. */
  every: number;
  lags: readonly string[];
  names: readonly string[];
  knownAhead: readonly string[];
  unused: readonly { name: string; kind: string }[];
}

/** Says how the file became rows to forecast from. */
export function decideForecast(
  forecast: Forecast,
  all: ReadSeries,
  found: readonly SeasonFound[] | null,
  counts: OriginCounts,
): Decision[] {
  const { target, horizon } = forecast;
  const { series } = all;
  const ahead = formatCount(horizon, stepWords(forecast.step) === 'row' ? 'row' : 'step');
  const many = series.length === 1 ? '' : ` in one of ${series.length} series`;
  return [
    byUser(
      'define',
      `forecast "${target}" ${ahead} ahead`,
      `A row is a moment to forecast from${many}: its inputs are what is known by then, its targets the next ${horizon === 1 ? 'value' : `${horizon} values`}. No input is of a later time.`,
      { horizon, series: series.length, ...(forecast.series === null ? {} : { column: forecast.series }) },
    ),
    decideStep(forecast, all),
    ...decideSeason(forecast, found),
    decideInputs(counts),
    ...decideGaps(all, counts),
  ];
}

function decideStep({ step, timed, time }: Forecast, { setAside }: ReadSeries): Decision {
  const aside =
    setAside === 0
      ? ''
      : ` ${formatCount(setAside, 'row')} without a time or a series ${setAside === 1 ? 'was' : 'were'} set aside.`;
  const evidence = { step, setAside };
  if (!timed) {
    return byUser(
      'define',
      'one step a row',
      `Rows are taken in the order of the file, one step each.${aside}`,
      evidence,
    );
  }
  if (step.unit !== 'rows') {
    const why = `At least nine in ten rows come one ${stepWords(step)} after the one before by "${time}"; where one comes later, the steps between are gaps.${aside}`;
    return byRule('define', `a step is one ${stepWords(step)}`, why, evidence);
  }
  const why = `Times in "${time}" are irregular: fewer than nine in ten rows come one median step after the one before. So rows are taken in order of time, each as one step, and the horizon counts rows.${aside}`;
  return byRule('define', 'one step a row', why, evidence);
}

function decideSeason({ season, seasons, horizon }: Forecast, found: readonly SeasonFound[] | null): Decision[] {
  const naive =
    season > 1
      ? `The seasonal naive forecast repeats the values ${season} steps before.`
      : 'Without a season, the naive forecast repeats the last value.';
  const choice =
    seasons.length === 0
      ? 'no season'
      : `${seasons.length === 1 ? 'a season' : 'seasons'} of ${seasons.join(' and ')} steps`;
  if (found === null) return [byUser('define', choice, `You asked for it. ${naive}`, { seasons, horizon })];
  const looked = found.map(
    ({ season: one, correlation }) => `${one} steps: correlation ${correlation.toFixed(2)} with the values before`,
  );
  const tried =
    looked.length === 0
      ? 'The series are too short for a season, or none is usual at this step.'
      : `Looked for in the values before the test, without trend and shorter seasons: ${looked.join('; ')}.`;
  return [byRule('define', choice, `${tried} ${naive}`, { seasons, found: [...found] })];
}

function decideInputs({ lags, names, knownAhead, unused }: OriginCounts): Decision {
  const others =
    names.length === 0
      ? ''
      : ` ${formatCount(names.length, 'other column')} of the file ${names.length === 1 ? 'is an input' : 'are inputs'} as known at the origin${knownAhead.length === 0 ? '' : `; ${knownAhead.map((name) => `"${name}"`).join(', ')} also for the steps ahead, which you said ${knownAhead.length === 1 ? 'is' : 'are'} known in advance`}.`;
  const left =
    unused.length === 0 ? '' : ` Not used: ${unused.map(({ name, kind }) => `"${name}" (${kind})`).join(', ')}.`;
  return byRule(
    'define',
    `${lags.length} inputs from the past of the target`,
    `Recent values, differences to the season before, means and deviations, as many as there are rows to learn from them, each relative to the row's own level and scale. So is the target: its distance from the naive forecast, in units of how far the row's past was from it.${others}${left}`,
    { lags: lags.slice(0, NAMED), beside: names.slice(0, NAMED), knownAhead },
  );
}

function decideGaps({ gaps }: ReadSeries, { candidates, followed, kept, every }: OriginCounts): Decision[] {
  const decisions: Decision[] = [];
  if (gaps > 0) {
    decisions.push(
      byRule(
        'define',
        formatCount(gaps, 'gap'),
        `${formatCount(gaps, 'step')} of time ${gaps === 1 ? 'has' : 'have'} no value. Nothing is forecast from a gap, and no row has one among its targets; in inputs the last value before stands for it.`,
        { gaps, candidates, followed },
      ),
    );
  }
  if (every > 1) {
    decisions.push(
      byRule(
        'define',
        `one origin in ${every}`,
        `All ${followed} origins would take too much memory, so one in ${every} is used: ${kept}.`,
        { followed, kept, every },
      ),
    );
  }
  return decisions;
}
