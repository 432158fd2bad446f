import type { Trace } from './trace.ts';

/** The part of a line within one pixel column. */
export interface Bar {
  /** The pixel column, from the left. */
  column: number;
  low: number;
  high: number;
}

/** With more points per pixel than this, only the outline of a line is visible. */
const DENSE = 1.5;

/** @returns whether points are so dense that they are drawn as bars. */
export function isDense(trace: Trace, columns: number): boolean {
  return trace.length > DENSE * columns;
}

/**
 * A dense line as one bar per pixel, from its lowest to its highest value there: looks the same as a path with thousands
 * of points, at a fraction of the work.
 *
 * @param left of the chart, in the trace's unit.
 * @param width of a pixel, in that unit.
 * @returns bars from left to right; each starts at the point before it, so that slopes have no gaps.
 */
export function barsOf(trace: Trace, left: number, width: number): Bar[] {
  const bars: Bar[] = [];
  let before: { y: number } | null = null;
  let bar: Bar | undefined;
  for (const point of trace) {
    if (point === null) {
      before = null;
      continue;
    }
    const { x, y } = point;
    const column = Math.floor((x - left) / width);
    if (bar?.column !== column) {
      const from: number = before?.y ?? y;
      bar = { column, low: Math.min(from, y), high: Math.max(from, y) };
      bars.push(bar);
    } else {
      bar.low = Math.min(bar.low, y);
      bar.high = Math.max(bar.high, y);
    }
    before = point;
  }
  return bars;
}

/** @returns whether a dash pattern covers the pixel at this distance from the start. */
export function isDashed(dash: readonly number[], column: number): boolean {
  const length = dash.reduce((sum, part) => sum + part, 0);
  if (length === 0) return true;
  let at = ((column % length) + length) % length;
  for (const [i, part] of dash.entries()) {
    if (at < part) return i % 2 === 0;
    at -= part;
  }
  return true;
}
