import { SETTINGS, type SettingName } from '@stepwell/workflow/settings';
import type { RunReport } from '../api/client.ts';
import { text } from '../text.ts';

type Tune = NonNullable<RunReport['tune']>;
/** A trial of the search that has a score. */
export type Scored = Tune['trials'][number] & { score: number };

/** An axis: its name, its marks, and where each trial crosses it. */
export interface Axis {
  name: string;
  /** Labels from bottom to top, with positions from 0 to 1. */
  marks: { label: string; at: number }[];
  /** One per trial, from 0 at the bottom to 1 at the top. */
  at: number[];
}

/** @returns the trials that have a score. */
export function scoredTrials({ trials }: Tune): Scored[] {
  return trials.flatMap((trial) => (trial.score === null ? [] : [{ ...trial, score: trial.score }]));
}

/**
 * The axes of a parallel coordinates plot: the settings that vary, and the score last. Values are evenly spaced in
 * their order, since few were tried; the score is to scale, with the better end at the top.
 *
 * @param format formats a score.
 */
export function searchAxes(
  trials: readonly Scored[],
  greaterIsBetter: boolean,
  format: (score: number) => string,
): Axis[] {
  const settings = SETTINGS.flatMap((name) => {
    const values = trials.map(({ config }) => valueOf(config, name));
    const levels = [...new Set(values)].sort(inOrder);
    if (levels.length < 2) return [];
    const place = (value: string | number) => levels.indexOf(value) / (levels.length - 1);
    return [
      {
        name: text.figure.search.axes[name],
        marks: levels.map((level) => ({ label: String(level), at: place(level) })),
        at: values.map(place),
      },
    ];
  });
  return [...settings, scoreAxis(trials, greaterIsBetter, format)];
}

function scoreAxis(trials: readonly Scored[], greaterIsBetter: boolean, format: (score: number) => string): Axis {
  const scores = trials.map(({ score }) => score);
  const [worst, best] = greaterIsBetter
    ? [Math.min(...scores), Math.max(...scores)]
    : [Math.max(...scores), Math.min(...scores)];
  const place = (score: number) => (best === worst ? 0.5 : Math.abs((score - worst) / (best - worst)));
  const marks = best === worst ? [best] : [worst, best];
  return {
    name: text.figure.search.score,
    marks: marks.map((score) => ({ label: format(score), at: place(score) })),
    at: scores.map(place),
  };
}

function valueOf(config: Scored['config'], name: SettingName): string | number {
  switch (name) {
    case 'units':
      return config.units[0] ?? 0;
    case 'layers':
      return config.units.length;
    case 'features':
      return config.features ? text.figure.search.yes : text.figure.search.no;
    case 'numbers':
      return config.numbers === undefined ? text.figure.search.no : text.figure.search.yes;
    case 'loss':
    case 'levels':
    case 'categories':
      return config[name] ?? text.figure.search.usual;
    case 'branch':
      return config.branch ?? 0;
    default:
      return config[name];
  }
}

function inOrder(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en');
}
