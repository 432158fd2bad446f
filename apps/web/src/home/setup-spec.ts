import type { RunSpecInput } from '@stepwell/workflow/question';
import type { OfferedEffort } from '../text/home.ts';
import type { ForecastAsked } from './forecast-choice.tsx';
import type { Question } from './question-settings.tsx';
import type { TimeOrder } from './time-choice.tsx';

/** The values of the setup form. */
export interface SetupValues {
  dataset: string;
  testDataset: string | null;
  name: string;
  target: string | null;
  effort: OfferedEffort;
  /** As typed. */
  seed: string;
  dropped: ReadonlySet<string>;
  question: Question;
  split: string | null;
  time: TimeOrder;
  forecast: ForecastAsked;
  /** Columns that are read otherwise than by the rules. */
  read: Readonly<Record<string, string[]>>;
}

/** @returns the spec to send; null while there is no target. */
export function specOf(asked: SetupValues): RunSpecInput | null {
  const { dataset, testDataset, name, target, effort, seed, dropped, question, split, time, forecast, read } = asked;
  if (target === null) return null;
  if (forecast.steps !== '') return forecastSpecOf(asked, target);
  const targets = [target, ...[...question.also].filter((column) => column !== target)];
  const inputs = (columns: ReadonlySet<string>) => [...columns].filter((column) => !targets.includes(column));
  const expression = question.expression.trim();
  return {
    dataset,
    ...(testDataset === null ? {} : { testDataset }),
    name,
    target: targets,
    effort,
    seed: Number(seed),
    drop: inputs(dropped),
    keep: inputs(question.keep),
    ignoreGate: question.ignoreGate,
    ...(expression === '' ? {} : { custom: { expression } }),
    ...(question.measure === null || expression !== '' ? {} : { measure: question.measure }),
    ...(question.group === null ? {} : { group: question.group }),
    ...(question.ordinal === target && question.query === null ? { type: 'ordinal' as const } : {}),
    ...(question.query === null || targets.includes(question.query) ? {} : { query: question.query }),
    ...(split === null || split === target ? {} : { split }),
    ...(question.words === '' ? {} : { words: Number(question.words) }),
    ...time,
    ...(Object.keys(read).length === 0 ? {} : { read }),
  };
}

/** Rows of a forecast are in order of time: it knows no groups, no splits and no other target. */
function forecastSpecOf(asked: SetupValues, target: string): RunSpecInput {
  const { dataset, name, effort, seed, dropped, question, time, forecast, read } = asked;
  const { steps, series, season } = forecast;
  const others = (columns: ReadonlySet<string>) =>
    [...columns].filter((column) => column !== target && column !== series);
  const seasons = season.split(/[\s,;]+/).filter((part) => part !== '');
  const order = time === null || time.order === 'random' ? {} : time;
  return {
    dataset,
    name,
    target: [target],
    horizon: Number(steps),
    ...(series === null || series === target ? {} : { series }),
    ...(seasons.length === 0 ? {} : { season: seasons.map(Number) }),
    effort,
    seed: Number(seed),
    drop: others(dropped),
    keep: others(question.keep),
    ignoreGate: question.ignoreGate,
    ...(question.measure === null ? {} : { measure: question.measure }),
    ...order,
    ...(Object.keys(read).length === 0 ? {} : { read }),
  };
}
