import uPlot from 'uplot';
import { pointsToDraw } from './downsample.ts';
import type { Values } from './fold-columns.ts';

/** The drawn points of a line, in canvas pixels; null for a gap. */
export type Trace = ({ x: number; y: number } | null)[];

/**
 * @returns the drawn points of a line between two indices, at most four per CSS pixel.
 * @param beyond what to do with values that a logarithmic axis can't show: leave them out, or put them at its foot; null on
 *   a linear axis.
 */
export function traceOf(
  plot: uPlot,
  values: Values,
  first: number,
  last: number,
  beyond: 'omit' | 'clamp' | null,
): Trace {
  const epochs = plot.data[0];
  const { top, height } = plot.bbox;
  return pointsToDraw(values, first, last, columnsOfPlot(plot)).map((i) => {
    const value = values[i];
    if (value === null || value === undefined) return null;
    const x = plot.valToPos(epochs[i] ?? 0, 'x', true);
    if (beyond === null || value > 0) return { x, y: plot.valToPos(value, 'y', true) };
    return beyond === 'clamp' ? { x, y: top + height } : null;
  });
}

/** @returns the indices of the first and last point to draw: one beyond either edge. */
export function drawnBetween(plot: uPlot): [number, number] {
  const { min, max } = plot.scales['x'] ?? {};
  const last = plot.data[0].length - 1;
  const at = (epoch: number) => Math.min(last, Math.max(0, epoch - 1));
  return [at(Math.floor(min ?? 1)), at(Math.ceil(max ?? 1))];
}

/** @returns the width of a plot in CSS pixels. */
export function columnsOfPlot(plot: uPlot): number {
  return Math.max(1, Math.round(plot.bbox.width / uPlot.pxRatio));
}
