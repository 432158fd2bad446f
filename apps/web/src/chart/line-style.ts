import { isReference, type Line } from './lines.ts';
import { SERIES_DASHES, type PlotTheme } from './plot-theme.ts';

/** Lines of the same color differ by their dash. */
const DASHES: Record<Line['role'], readonly number[]> = {
  train: [6, 4],
  validation: [],
  baseline: [],
  linear: [2, 3],
  shuffled: [8, 3, 2, 3],
};

/** @returns the color of a line. */
export function colorOf({ role, series }: Pick<Line, 'role' | 'series'>, theme: PlotTheme): string {
  if (series !== null) return theme.series[series] ?? theme.ink;
  return isReference(role) ? theme.soft : theme.curve;
}

/** @returns the dash of a line, in CSS pixels. */
export function dashOf({ role, series }: Pick<Line, 'role' | 'series'>): readonly number[] {
  return series === null ? DASHES[role] : (SERIES_DASHES[series] ?? []);
}

/** @returns the width of a line, in CSS pixels. */
export function widthOf({ role, weight }: Pick<Line, 'role' | 'weight'>): number {
  return isReference(role) || weight === 'faint' ? 1 : 2;
}
