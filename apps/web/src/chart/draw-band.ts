import type uPlot from 'uplot';
import type { Band } from './lines.ts';
import { drawnBetween, traceOf, type Trace } from './trace.ts';

const FAINT = 0.16;

/** Fills what lies between two lines faintly; where either is interrupted, so is the band. */
export function drawBand(plot: uPlot, { low, high }: Band, colour: string, log: boolean): void {
  const [first, last] = drawnBetween(plot);
  if (last < first) return;
  const { ctx, bbox } = plot;
  const above = stretches(traceOf(plot, high, first, last, log ? 'foot' : null));
  const below = stretches(traceOf(plot, low, first, last, log ? 'foot' : null));
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.globalAlpha = FAINT;
  ctx.fillStyle = colour;
  above.forEach((upper, i) => {
    ctx.beginPath();
    for (const { x, y } of upper) ctx.lineTo(x, y);
    for (const { x, y } of (below[i] ?? []).toReversed()) ctx.lineTo(x, y);
    ctx.closePath();
    ctx.fill();
  });
  ctx.restore();
}

/** The uninterrupted pieces of a trace. */
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
