import type { Trace } from './trace.ts';

/** A stretch of one pixel's width that a line passes through. */
export interface Bar {
  /** Which pixel from the left. */
  column: number;
  low: number;
  high: number;
}

/** More points than this for a pixel, and a line is a ragged surface: its outline is all that can be seen of it. */
const DENSE = 1.5;

/** @returns whether so many points stand so close that they are drawn as bars. */
export function isDense(trace: Trace, columns: number): boolean {
  return trace.length > DENSE * columns;
}

/**
 * A dense line as one bar a pixel, from the lowest to the highest place where it passes: the same picture as a path with
 * thousands of corners, and far less work.
 *
 * @param left of the chart, in the trace's own unit.
 * @param width of a pixel, in that unit.
 * @returns bars from left to right; each reaches to the point before it, so that no gap opens on a slope.
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

/** @returns whether a dash of these lengths draws the pixel so far from the start. */
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
