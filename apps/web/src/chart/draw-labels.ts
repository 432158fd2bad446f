import uPlot from 'uplot';
import { isReference, type Line } from './lines.ts';
import { PLOT_FONT, type PlotTheme } from './plot-theme.ts';

const LABEL_HEIGHT = 14;

/** An epoch to mark, with its words. */
export interface Mark {
  epoch: number;
  label: string;
}

/** Writes each main line's name at its end, so that no legend is needed. */
export function drawEndLabels(
  plot: uPlot,
  lines: readonly Line[],
  names: Record<Line['role'], string>,
  theme: PlotTheme,
): void {
  const { ctx, bbox } = plot;
  const { pxRatio } = uPlot;
  const labels = lines.flatMap((line) => {
    const at = line.weight === 'main' ? line.values.findLastIndex((value) => value !== null) : -1;
    const value = line.values[at];
    if (value === null || value === undefined) return [];
    return [{ name: names[line.role], role: line.role, y: plot.valToPos(value, 'y', true) }];
  });
  const ys = spread(
    labels.map(({ y }) => y),
    LABEL_HEIGHT * pxRatio,
    bbox.top,
    bbox.top + bbox.height,
  );
  ctx.save();
  ctx.font = scaled(pxRatio);
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  labels.forEach(({ name, role }, i) => {
    ctx.fillStyle = isReference(role) ? theme.soft : theme.curve;
    ctx.fillText(name, bbox.left + bbox.width + 6 * pxRatio, ys[i] ?? 0);
  });
  ctx.restore();
}

/** Draws a marked epoch: a thin line from top to bottom, and its words. */
export function drawMark(plot: uPlot, { epoch, label }: Mark, theme: PlotTheme): void {
  const { ctx, bbox } = plot;
  const { pxRatio } = uPlot;
  const x = Math.round(plot.valToPos(epoch, 'x', true));
  const toTheLeft = x > bbox.left + bbox.width / 2;
  ctx.save();
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

/**
 * Moves positions apart so that each has `height` for itself, keeping their order and staying between the bounds as far
 * as they fit.
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

function scaled(pxRatio: number): string {
  return PLOT_FONT.replace(/^\d+/, (size) => String(Number(size) * pxRatio));
}
