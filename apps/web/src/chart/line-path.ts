import uPlot from 'uplot';
import { barsOf, isDashed, isDense } from './dense.ts';
import { colorOf, dashOf, widthOf } from './line-style.ts';
import type { Line } from './lines.ts';
import type { PlotTheme } from './plot-theme.ts';
import { columnsOfPlot, traceOf, type Trace } from './trace.ts';

/** @returns how uPlot draws a line between two indices: as a stroke, or filled pixel by pixel if its points are dense. */
export function lineOf(
  plot: uPlot,
  line: Line,
  [first, last]: readonly [number, number],
  theme: PlotTheme,
  log: boolean,
): uPlot.Series.Paths {
  const trace = traceOf(plot, line.values, first, last, log ? 'omit' : null);
  if (!isDense(trace, columnsOfPlot(plot))) return { stroke: strokeOf(trace), flags: 0 };
  const { pxRatio } = uPlot;
  const { left } = plot.bbox;
  const width = widthOf(line) * pxRatio;
  const fill = new Path2D();
  for (const { column, low, high } of barsOf(trace, left, pxRatio)) {
    if (isDashed(dashOf(line), column)) {
      fill.rect(left + column * pxRatio, Math.round(low - width / 2), pxRatio, Math.round(high - low + width));
    }
  }
  return { stroke: null, fill, _fill: colorOf(line, theme), flags: 0 };
}

function strokeOf(trace: Trace): Path2D {
  const path = new Path2D();
  let drawing = false;
  for (const point of trace) {
    if (point === null) drawing = false;
    else if (drawing) path.lineTo(point.x, point.y);
    else {
      path.moveTo(point.x, point.y);
      drawing = true;
    }
  }
  return path;
}
