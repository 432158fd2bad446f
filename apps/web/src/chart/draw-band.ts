import uPlot from 'uplot';
import { barsOf, isDense } from './dense.ts';
import type { Band } from './lines.ts';
import { columnsOfPlot, drawnBetween, traceOf, type Trace } from './trace.ts';

const FAINT = 0.16;

/** Fills the area between two lines; gaps in the lines are gaps in the band. */
export function drawBand(plot: uPlot, { low, high }: Band, color: string, log: boolean): void {
  const [first, last] = drawnBetween(plot);
  if (last < first) return;
  const { ctx, bbox } = plot;
  const above = traceOf(plot, high, first, last, log ? 'clamp' : null);
  const below = traceOf(plot, low, first, last, log ? 'clamp' : null);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.globalAlpha = FAINT;
  ctx.fillStyle = color;
  if (isDense(above, columnsOfPlot(plot))) fillColumns(plot, above, below);
  else fillBetween(ctx, above, below);
  ctx.restore();
}

/** One bar per pixel, from the top of the upper line to the bottom of the lower one. */
function fillColumns({ ctx, bbox }: uPlot, above: Trace, below: Trace): void {
  const { pxRatio } = uPlot;
  const floors = new Map(barsOf(below, bbox.left, pxRatio).map(({ column, high }) => [column, high]));
  for (const { column, low } of barsOf(above, bbox.left, pxRatio)) {
    const top = Math.round(low);
    const bottom = Math.round(floors.get(column) ?? low);
    ctx.fillRect(bbox.left + column * pxRatio, top, pxRatio, bottom - top);
  }
}

function fillBetween(ctx: CanvasRenderingContext2D, above: Trace, below: Trace): void {
  const floors = stretches(below);
  stretches(above).forEach((upper, i) => {
    ctx.beginPath();
    for (const { x, y } of upper) ctx.lineTo(x, y);
    for (const { x, y } of (floors[i] ?? []).toReversed()) ctx.lineTo(x, y);
    ctx.closePath();
    ctx.fill();
  });
}

/** The uninterrupted parts of a trace. */
function stretches(trace: Trace): { x: number; y: number }[][] {
  const pieces: { x: number; y: number }[][] = [];
  let piece: { x: number; y: number }[] | undefined;
  for (const point of trace) {
    if (point === null) piece = undefined;
    else if (piece === undefined) pieces.push((piece = [point]));
    else piece.push(point);
  }
  return pieces;
}
