import type { RunCurve } from './chart.ts';
import { lineOf } from './panel-lines.ts';
import { rounded } from './text-element.ts';
import { styleSheet, type Theme } from './theme.ts';

const WIDTH = 96;
const HEIGHT = 32;
const EDGE = 3;
const STROKE = 2;

/**
 * A run's curve in the size of a word: the measure on validation rows with a line for guessing, or the losses where there
 * is no measure. Without axes: it says in a list which way a run went, and its page says how far.
 */
export function sparkSvg(curve: RunCurve, theme: Theme): string {
  const chart = curve.score ?? curve.loss;
  const lines = chart?.lines.filter(({ role }) => role === 'validation') ?? [];
  const values = lines.flatMap(({ line }) => line.mean.filter((value) => value !== null));
  const known = chart?.reference == null ? values : [...values, chart.reference];
  const least = Math.min(...known);
  const range = Math.max(...known) - least || 1;
  const yOf = (value: number) => rounded(HEIGHT - EDGE - ((HEIGHT - 2 * EDGE) * (value - least)) / range);
  const epochs = Math.max(1, (chart?.epochs ?? 1) - 1);
  const xOf = (epoch: number) => EDGE + ((WIDTH - 2 * EDGE) * (epoch - 1)) / epochs;
  const guessing =
    values.length === 0 || chart?.reference == null
      ? ''
      : `<line x1="0" x2="${WIDTH}" y1="${yOf(chart.reference)}" y2="${yOf(chart.reference)}" class="s-soft" stroke-dasharray="2 3"/>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">`,
    `<style>${styleSheet(theme)}</style>`,
    guessing,
    ...lines.map(({ role, line }) => lineOf(line, role, STROKE, { xOf, yOf, columns: WIDTH })),
    '</svg>',
  ].join('');
}
