import type { StageName } from '@stepwell/workflow/decisions';
import type { Parameters } from '../browser/address.ts';
import { MOST_SERIES } from '../chart/plot-theme.ts';
import type { Spread } from '../chart/lines.ts';

/** How curves are displayed, as in the address. */
export interface CurveDisplay {
  kind: 'loss' | 'score' | 'both';
  smoothed: boolean;
  log: boolean;
  spread: Spread;
  table: boolean;
}

/** Which curves of a stage are shown, and how. */
export interface CurveView extends CurveDisplay {
  /** The requested trial; null for the default. */
  trial: string | null;
  /** Overlaid trials. */
  others: string[];
}

/** @returns the address's parameters `chart`, `smooth`, `log`, `folds` and `table`. */
export function readCurveDisplay(parameters: Pick<Parameters, 'get'>): CurveDisplay {
  const chart = parameters.get('chart');
  const folds = parameters.get('folds');
  return {
    kind: chart === 'loss' || chart === 'both' ? chart : 'score',
    smoothed: parameters.get('smooth') === '1',
    log: parameters.get('log') === '1',
    spread: folds === 'sd' || folds === 'each' ? folds : 'range',
    table: parameters.get('table') === '1',
  };
}

/**
 * @returns the display, and the parameters `trial` and `with`.
 * @param trials of the stage: others are ignored.
 */
export function readCurveView(
  parameters: Pick<Parameters, 'get'>,
  stage: StageName,
  trials: readonly string[],
): CurveView {
  const look = readCurveDisplay(parameters);
  const known = (id: string | null): id is string => id !== null && trials.includes(id);
  const trial = parameters.get('trial');
  return {
    ...look,
    kind: stage === 'test' ? 'loss' : look.kind,
    trial: known(trial) ? trial : null,
    others: [...new Set((parameters.get('with') ?? '').split(','))].filter(known).slice(0, MOST_SERIES),
  };
}

/** @returns the trials to draw: the shown one first, then the others, up to `MOST_SERIES`. */
export function drawnTrials(trial: string | null, others: readonly string[]): string[] {
  if (trial === null) return [];
  return [trial, ...others.filter((other) => other !== trial)].slice(0, MOST_SERIES);
}
