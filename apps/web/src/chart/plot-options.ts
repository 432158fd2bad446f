import type uPlot from 'uplot';
import { drawBand } from './draw-band.ts';
import { drawEndLabels, drawMark, drawRing, type Mark } from './draw-labels.ts';
import { lineOf } from './line-path.ts';
import { colorOf, dashOf, widthOf } from './line-style.ts';
import { isReference, type Line } from './lines.ts';
import { logTicks } from './log-ticks.ts';
import { LOGARITHMIC } from './logarithmic.ts';
import { PLOT_FONT, type PlotTheme } from './plot-theme.ts';
import { fullRange, type EpochRange } from './range.ts';

/** What a chart shows besides its numbers; read at each draw. */
export interface Drawn {
  epochs: number;
  lines: readonly Line[];
  marks: readonly Mark[];
  /** The epochs shown; null for all. */
  range: () => EpochRange | null;
  /** Formats a tick of the y axis. */
  tick: (value: number) => string;
  onCursor: (index: number | null) => void;
  /** The mouse selected a range. */
  onSelect: (range: EpochRange) => void;
  onDoubleClick: () => void;
}

/** What stays the same during a plot's life. */
export interface PlotFrame {
  theme: PlotTheme;
  width: number;
  height: number;
  /** Whether the y axis is logarithmic. */
  log: boolean;
  /** Plots with the same key share their cursor. */
  sync: string;
}

const AXIS_WIDTH = 52;
const AXIS_HEIGHT = 28;
const LABEL_ROOM = 76;
const FAINT = 0.35;
/** A shorter drag is a click. */
const DRAG = 6;
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

/**
 * uPlot's options for a chart of curves.
 *
 * @param drawn gives what is shown now.
 */
export function plotOptions(drawn: () => Drawn, { theme, width, height, log, sync }: PlotFrame): uPlot.Options {
  const axis = { stroke: theme.soft, font: PLOT_FONT, grid: { stroke: theme.line, width: 1 }, ticks: { show: false } };
  return {
    width,
    height,
    padding: [8, LABEL_ROOM, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false, dist: DRAG },
      sync: { key: sync, setSeries: false, scales: ['x', null], filters: { pub: movesCursor } },
      points: {
        size: (_plot, series) => (drawn().lines[series - 1]?.weight === 'main' ? 7 : 0),
        fill: (_plot, series) => colorAt(drawn().lines[series - 1], theme),
        stroke: (_plot, series) => colorAt(drawn().lines[series - 1], theme),
      },
      bind: {
        dblclick: () => () => {
          drawn().onDoubleClick();
          return null;
        },
      },
    },
    scales: {
      x: {
        time: false,
        range: () => {
          const { from, to } = drawn().range() ?? fullRange(drawn().epochs);
          return [from, to];
        },
      },
      y: log ? LOGARITHMIC : {},
    },
    axes: [
      { ...axis, size: AXIS_HEIGHT, grid: { show: false }, space: 40, incrs: STEPS },
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
    series: [
      {},
      ...drawn().lines.map((line, i) => seriesOf(line, () => drawn().lines[i] ?? line, theme, log)),
      ...bandsOf(drawn().lines).map(() => UNSEEN),
    ],
    hooks: {
      drawAxes: [
        (plot) => {
          for (const line of drawn().lines) {
            if (line.band !== null) drawBand(plot, line.band, colorOf(line, theme), log);
          }
        },
      ],
      draw: [
        (plot) => {
          const { lines, marks } = drawn();
          drawEndLabels(plot, lines, theme);
          for (const mark of marks) {
            if (mark.series === null) drawMark(plot, mark, theme);
            else drawRing(plot, mark, lines, theme);
          }
        },
      ],
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

/** The columns of a plot in the order of its series: lines, then the edges of their bands, which only extend the y axis. */
export function columnsOf(epochs: number[], lines: readonly Line[]): uPlot.AlignedData {
  return [epochs, ...lines.map(({ values }) => values), ...bandsOf(lines)];
}

/** A plot has to be rebuilt when this changes. */
export function shapeOf(lines: readonly Line[]): string {
  return lines.map(({ role, weight, series, band }) => `${role}/${weight}/${series}/${band !== null}`).join(' ');
}

const UNSEEN: uPlot.Series = { paths: () => null, points: { show: false } };

function bandsOf(lines: readonly Line[]) {
  return lines.flatMap(({ band }) => (band === null ? [] : [band.low, band.high]));
}

function seriesOf(line: Line, now: () => Line, theme: PlotTheme, log: boolean): uPlot.Series {
  const faint = line.weight === 'faint';
  return {
    stroke: colorOf(line, theme),
    width: widthOf(line),
    alpha: faint ? FAINT : 1,
    dash: [...dashOf(line)],
    paths: (plot, _series, first, last) => lineOf(plot, now(), [first, last], theme, log),
    // A single epoch is a point, not a line.
    points: { show: (plot) => !faint && !isReference(line.role) && plot.data[0].length === 1, size: 6 },
  };
}

function colorAt(line: Line | undefined, theme: PlotTheme): string {
  return line === undefined ? theme.ink : colorOf(line, theme);
}

/** A selection is made in one plot; the others follow when the range changes. */
function movesCursor(type: string): boolean {
  return type === 'mousemove' || type === 'mouseleave' || type === 'mouseenter';
}
