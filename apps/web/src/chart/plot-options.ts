import type uPlot from 'uplot';
import { drawEndLabels, drawMark, type Mark } from './draw-labels.ts';
import { isReference, type Line } from './lines.ts';
import { logTicks } from './log-ticks.ts';
import { PLOT_FONT, type PlotTheme } from './plot-theme.ts';

/** What a chart shows beside its numbers; read anew at every drawing. */
export interface Drawn {
  lines: readonly Line[];
  names: Record<Line['role'], string>;
  mark: Mark | null;
  /** Writes a value on the y axis. */
  tick: (value: number) => string;
  onCursor: (index: number | null) => void;
}

/** A line is told from another of its colour by its dash. */
const DASHES: Record<Line['role'], number[]> = {
  train: [6, 4],
  validation: [],
  baseline: [],
  linear: [2, 3],
  shuffled: [8, 3, 2, 3],
};
const AXIS_WIDTH = 52;
const AXIS_HEIGHT = 28;
const LABEL_ROOM = 72;
const FAINT = 0.35;

/**
 * uPlot's options for a chart of curves.
 *
 * @param drawn gives what is shown now.
 * @param log whether the y axis is logarithmic.
 */
export function plotOptions(
  drawn: () => Drawn,
  theme: PlotTheme,
  size: { width: number; height: number },
  log: boolean,
): uPlot.Options {
  const axis = { stroke: theme.soft, font: PLOT_FONT, grid: { stroke: theme.line, width: 1 }, ticks: { show: false } };
  return {
    ...size,
    padding: [8, LABEL_ROOM, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { size: (_plot, series) => (drawn().lines[series - 1]?.weight === 'main' ? 7 : 0) },
    },
    scales: {
      x: { time: false, range: (_plot, _min, max) => [1, Math.max(2, max)] },
      // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- uPlot's enum is a type only; 3 is its logarithm.
      y: log ? { distr: 3, range: (_plot, min, max) => [min * 0.92, Math.max(max * 1.08, min * 1.1)] } : {},
    },
    axes: [
      {
        ...axis,
        size: AXIS_HEIGHT,
        grid: { show: false },
        space: 40,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
      },
      {
        ...axis,
        size: AXIS_WIDTH,
        space: 40,
        values: (_plot, splits) => splits.map((value) => drawn().tick(value)),
        ...(log
          ? {
              splits: (_plot: uPlot, _axis: number, min: number, max: number) => logTicks(min, max),
              filter: (_plot: uPlot, splits: number[]) => splits,
            }
          : {}),
      },
    ],
    series: [{}, ...drawn().lines.map((line) => seriesOf(line, theme))],
    hooks: {
      draw: [
        (plot) => {
          const { lines, names, mark } = drawn();
          drawEndLabels(plot, lines, names, theme);
          if (mark !== null) drawMark(plot, mark, theme);
        },
      ],
      setCursor: [(plot) => drawn().onCursor(plot.cursor.idx ?? null)],
    },
  };
}

function seriesOf({ role, weight }: Line, theme: PlotTheme): uPlot.Series {
  const faint = weight === 'faint';
  return {
    stroke: isReference(role) ? theme.soft : theme.curve,
    width: isReference(role) || faint ? 1 : 2,
    alpha: faint ? FAINT : 1,
    dash: DASHES[role],
    // A single epoch is a point, not a line.
    points: { show: (plot) => !faint && !isReference(role) && plot.data[0].length === 1, size: 6 },
  };
}

/** What makes a plot need to be built anew, other than its numbers. */
export function shapeOf(lines: readonly Line[]): string {
  return lines.map(({ role, weight }) => `${role}/${weight}`).join(' ');
}
