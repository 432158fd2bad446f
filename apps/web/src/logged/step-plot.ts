import uPlot from 'uplot';
import { PLOT_FONT, SERIES_DASHES, type PlotTheme } from '../chart/plot-theme.ts';
import { logTicks } from '../chart/log-ticks.ts';
import type { StepRange } from './use-logged.ts';
import { LOGARITHMIC } from '../chart/logarithmic.ts';

/** How a line is drawn. */
export interface PlotLine {
  /** Its color and dash. */
  series: number;
  /** The raw line behind a smoothed one. */
  faint: boolean;
}

/** What a plot shows besides its numbers; read at each draw. */
export interface Drawn {
  range: StepRange;
  /** Where values are not finite: the step, and which line's color. */
  marks: readonly { step: number; series: number }[];
  onCursor: (index: number | null) => void;
  onSelect: (range: { from: number; to: number }) => void;
  onReset: () => void;
}

/** What stays the same during a plot's life. */
export interface PlotFrame {
  theme: PlotTheme;
  width: number;
  height: number;
  log: boolean;
  format: (value: number) => string;
}

const AXIS_WIDTH = 60;
const AXIS_HEIGHT = 28;
const FAINT = 0.35;
/** A shorter drag is a click. */
const DRAG = 6;
/** Size of a mark, in CSS pixels. */
const MARK = 4;

/** uPlot's options for lines over steps. @param drawn gives what is shown now. */
export function stepPlotOptions(lines: readonly PlotLine[], drawn: () => Drawn, frame: PlotFrame): uPlot.Options {
  const { theme, width, height, log, format } = frame;
  const axis = { stroke: theme.soft, font: PLOT_FONT, grid: { stroke: theme.line, width: 1 }, ticks: { show: false } };
  return {
    width,
    height,
    padding: [8, 12, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false, dist: DRAG },
      points: { show: false },
      bind: {
        dblclick: () => () => {
          drawn().onReset();
          return null;
        },
      },
    },
    scales: {
      x: {
        time: false,
        range: (_plot, min, max) => {
          const { from, to } = drawn().range ?? { from: min, to: max };
          return from < to ? [from, to] : [from - 1, to + 1];
        },
      },
      y: log ? LOGARITHMIC : {},
    },
    axes: [
      { ...axis, size: AXIS_HEIGHT, grid: { show: false }, space: 70, values: (_plot, splits) => splits.map(format) },
      {
        ...axis,
        size: AXIS_WIDTH,
        space: 40,
        values: (_plot, splits) => splits.map(format),
        ...(log
          ? {
              splits: (_plot: uPlot, _axis: number, min: number, max: number) => logTicks(min, max),
              filter: (_plot: uPlot, splits: number[]) => splits,
            }
          : {}),
      },
    ],
    series: [
      {},
      ...lines.map(({ series, faint }) => ({
        stroke: theme.series[series] ?? theme.ink,
        alpha: faint ? FAINT : 1,
        width: faint ? 1 : 2,
        dash: [...(SERIES_DASHES[series] ?? [])],
        // A line of one point shows as one.
        points: { size: 4, show: (_plot: uPlot, _series: number, first: number, last: number) => last - first < 2 },
      })),
    ],
    hooks: {
      draw: [(plot) => drawMarks(plot, drawn().marks, theme)],
      setCursor: [(plot) => drawn().onCursor(plot.cursor.idx ?? null)],
      setSelect: [
        (plot) => {
          const { left, width: wide } = plot.select;
          if (wide <= 0) return;
          drawn().onSelect({ from: plot.posToVal(left, 'x'), to: plot.posToVal(left + wide, 'x') });
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

/** Draws a cross at the foot of the plot where a value is not finite. */
function drawMarks(plot: uPlot, marks: Drawn['marks'], theme: PlotTheme): void {
  const { ctx, bbox } = plot;
  const size = MARK * uPlot.pxRatio;
  ctx.save();
  ctx.setLineDash([]);
  ctx.lineWidth = 2 * uPlot.pxRatio;
  for (const { step, series } of marks) {
    const x = plot.valToPos(step, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    const y = bbox.top + bbox.height - 2 * size;
    ctx.strokeStyle = theme.series[series] ?? theme.ink;
    ctx.beginPath();
    ctx.moveTo(x - size, y - size);
    ctx.lineTo(x + size, y + size);
    ctx.moveTo(x + size, y - size);
    ctx.lineTo(x - size, y + size);
    ctx.stroke();
  }
  ctx.restore();
}
