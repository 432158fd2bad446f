import uPlot from 'uplot';
import { colorOf, dashOf, widthOf } from './line-style.ts';
import { isReference, type Line } from './lines.ts';
import { PLOT_FONT, type PlotTheme } from './plot-theme.ts';

const LABEL_HEIGHT = 14;
/** Length of the line sample before a name, if there are several trials. */
const SAMPLE = 14;
/** The minimum room for a name inside the chart. */
const INSIDE = 32;
/** Of the band around a marked epoch: lines must stay legible on it. */
const BAND_ALPHA = 0.14;
/** How far a name is above its line's end. */
const ABOVE = 12;

/** An epoch to mark. */
export interface Mark {
  epoch: number;
  /** Epochs to either side that it may lie at, its standard deviation over the folds; null if there is only one. */
  spread: number | null;
  /** Its label in a chart of one trial. */
  label: string;
  /** Which of several trials it is on; null in a chart of one. */
  series: number | null;
}

/** Writes each main line's name at its end, instead of a legend. */
export function drawEndLabels(plot: uPlot, lines: readonly Line[], theme: PlotTheme): void {
  const shown = Math.min(plot.data[0].length, Math.floor(plot.scales['x']?.max ?? 0));
  const ends = lines.flatMap((line) => {
    const epoch = line.weight === 'main' ? lastEpoch(line, shown) : 0;
    return epoch === 0 ? [] : [{ line, epoch, y: plot.valToPos(line.values[epoch - 1] ?? 0, 'y', true) }];
  });
  for (const epoch of new Set(ends.map((end) => end.epoch))) {
    const together = ends.filter((end) => end.epoch === epoch);
    drawLabelsAt(plot, epoch, together, theme);
  }
}

/** The names of lines that end at the same epoch, below each other. */
function drawLabelsAt(plot: uPlot, epoch: number, ends: readonly { line: Line; y: number }[], theme: PlotTheme): void {
  const { ctx, bbox } = plot;
  const { pxRatio } = uPlot;
  const right = bbox.left + bbox.width;
  const end = plot.valToPos(epoch, 'x', true);
  if (end < bbox.left) return;
  // A line that ends early has its name beside its end, unless that's too close to the edge.
  const inside = right - end > INSIDE * pxRatio;
  const left = (inside ? end : right) + 6 * pxRatio;
  const ys = spread(
    ends.map(({ y }) => (inside ? y - ABOVE * pxRatio : y)),
    LABEL_HEIGHT * pxRatio,
    bbox.top,
    bbox.top + bbox.height,
  );
  ctx.save();
  ctx.font = scaled(pxRatio);
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ends.forEach(({ line }, i) => {
    const y = ys[i] ?? 0;
    const sample = line.series === null ? 0 : (SAMPLE + 4) * pxRatio;
    const name = fitted(ctx, line.name, plot.width * pxRatio - left - sample);
    if (inside) {
      // Clear the background: lines must not cross out a name.
      const height = LABEL_HEIGHT * pxRatio;
      ctx.fillStyle = theme.paper;
      ctx.fillRect(left - pxRatio, y - height / 2, sample + ctx.measureText(name).width + 2 * pxRatio, height);
    }
    if (line.series !== null) {
      ctx.strokeStyle = colorOf(line, theme);
      ctx.lineWidth = widthOf(line) * pxRatio;
      ctx.setLineDash(dashOf(line).map((length) => length * pxRatio));
      ctx.beginPath();
      ctx.moveTo(left, y);
      ctx.lineTo(left + SAMPLE * pxRatio, y);
      ctx.stroke();
    }
    ctx.fillStyle = line.series !== null ? theme.ink : isReference(line.role) ? theme.soft : theme.curve;
    ctx.fillText(name, left + sample, y);
  });
  ctx.restore();
}

/** Draws a marked epoch: a band as wide as it is uncertain, a thin vertical line and its label. */
export function drawMark(plot: uPlot, { epoch, spread: reach, label }: Mark, theme: PlotTheme): void {
  const { ctx, bbox } = plot;
  const { pxRatio } = uPlot;
  const x = Math.round(plot.valToPos(epoch, 'x', true));
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  const toTheLeft = x > bbox.left + bbox.width / 2;
  ctx.save();
  if (reach !== null) {
    const within = (at: number) => Math.min(bbox.left + bbox.width, Math.max(bbox.left, plot.valToPos(at, 'x', true)));
    const from = within(epoch - reach);
    ctx.globalAlpha = BAND_ALPHA;
    ctx.fillStyle = theme.soft;
    ctx.fillRect(from, bbox.top, within(epoch + reach) - from, bbox.height);
    ctx.globalAlpha = 1;
  }
  ctx.strokeStyle = theme.soft;
  ctx.lineWidth = pxRatio;
  ctx.setLineDash([2 * pxRatio, 3 * pxRatio]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.font = scaled(pxRatio);
  ctx.fillStyle = theme.ink;
  ctx.textAlign = toTheLeft ? 'right' : 'left';
  ctx.textBaseline = 'top';
  ctx.fillText(label, x + (toTheLeft ? -6 : 6) * pxRatio, bbox.top + 2 * pxRatio);
  ctx.restore();
}

/** Draws a ring on a trial's line at the marked epoch. */
export function drawRing(plot: uPlot, { epoch, series }: Mark, lines: readonly Line[], theme: PlotTheme): void {
  const { ctx, bbox } = plot;
  const { pxRatio } = uPlot;
  const line = lines.find((candidate) => candidate.series === series && candidate.weight === 'main');
  const value = line?.values[epoch - 1] ?? null;
  const x = plot.valToPos(epoch, 'x', true);
  if (line === undefined || value === null || x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.save();
  ctx.strokeStyle = colorOf(line, theme);
  ctx.fillStyle = theme.paper;
  ctx.lineWidth = 2 * pxRatio;
  ctx.beginPath();
  ctx.arc(x, plot.valToPos(value, 'y', true), 5 * pxRatio, 0, 2 * Math.PI);
  ctx.fill();
  ctx.stroke();
  ctx.restore();
}

/**
 * Spreads positions so that each has `height`, keeping their order and staying within the bounds as far as they
 * fit.
 */
export function spread(positions: readonly number[], height: number, top: number, bottom: number): number[] {
  const order = positions.map((_, i) => i).sort((a, b) => (positions[a] ?? 0) - (positions[b] ?? 0));
  const placed = [...positions];
  let least = top;
  for (const i of order) {
    placed[i] = Math.max(least, placed[i] ?? 0);
    least = (placed[i] ?? 0) + height;
  }
  let most = bottom;
  for (const i of order.reverse()) {
    placed[i] = Math.min(most, placed[i] ?? 0);
    most = (placed[i] ?? 0) - height;
  }
  return placed;
}

/** @returns the last epoch up to `shown` at which a line has a value; 0 for none. */
function lastEpoch({ values }: Line, shown: number): number {
  for (let epoch = Math.min(shown, values.length); epoch > 0; epoch--) {
    if (values[epoch - 1] !== null) return epoch;
  }
  return 0;
}

/** @returns the text, shortened with an ellipsis if it doesn't fit. */
function fitted(ctx: CanvasRenderingContext2D, words: string, room: number): string {
  if (ctx.measureText(words).width <= room) return words;
  for (let length = words.length - 1; length > 1; length--) {
    const cut = `${words.slice(0, length).trimEnd()}…`;
    if (ctx.measureText(cut).width <= room) return cut;
  }
  return '';
}

function scaled(pxRatio: number): string {
  return PLOT_FONT.replace(/^\d+/, (size) => String(Number(size) * pxRatio));
}
