'use client';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { useMedia } from '../browser/media.ts';
import { listenToGestures, type GestureTarget } from './gestures.ts';
import { columnsOf, plotOptions, shapeOf, type Drawn } from './plot-options.ts';
import { themeOf } from './plot-theme.ts';
import type { ChartData } from './lines.ts';
import { fullRange, type EpochRange } from './range.ts';
import type { Mark } from './draw-labels.ts';

/** Height of a chart in CSS pixels. */
const HEIGHT = 240;

/** How the chart controls a plot. */
export interface PlotHandle {
  /** Shows these epochs; null for all. */
  show: (range: EpochRange | null) => void;
  /** Moves the cursor to an epoch. */
  moveTo: (epoch: number) => void;
}

/** Props of a plot. */
export interface PlotPaneProps {
  id: string;
  data: ChartData;
  log: boolean;
  marks: readonly Mark[];
  tick: (value: number) => string;
  /** Plots with the same key share their cursor. */
  sync: string;
  /** The epochs shown now. */
  view: () => EpochRange | null;
  gestures: Omit<GestureTarget, 'moveCursor' | 'epochs'>;
  onSelect: (range: EpochRange) => void;
  /** A finger points at an epoch, possibly between two. */
  onPoint: (epoch: number) => void;
  onCursor: (index: number | null) => void;
  onPlot: (id: string, plot: PlotHandle | null) => void;
}

/** One canvas with axes and lines; the only component that uses uPlot. */
export function PlotPane(props: PlotPaneProps) {
  const { id, data, log, marks, sync, onPlot } = props;
  const container = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  const dark = useMedia('(prefers-color-scheme: dark)');
  const shape = shapeOf(data.lines);

  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    const element = container.current;
    if (element === null) return;
    const drawn = (): Drawn => {
      const { data, marks, tick, view, gestures, onCursor, onSelect } = latest.current;
      const { lines, epochs } = data;
      const onDoubleClick = gestures.reset;
      return { epochs: epochs.length, lines, marks, tick, range: view, onCursor, onSelect, onDoubleClick };
    };
    const size = () => ({ width: element.clientWidth, height: HEIGHT });
    const options = plotOptions(drawn, { theme: themeOf(element), ...size(), log, sync });
    const made = new uPlot(options, columnsOf(data.epochs, data.lines), element);
    plot.current = made;
    onPlot(id, {
      show: (range) => {
        const { from, to } = range ?? fullRange(latest.current.data.epochs.length);
        made.setScale('x', { min: from, max: to });
      },
      moveTo: (epoch) => made.setCursor({ left: made.valToPos(epoch, 'x'), top: 0 }),
    });
    const stop = listenToGestures(made.over, {
      view: () => latest.current.gestures.view(),
      epochs: () => latest.current.data.epochs.length,
      moveCursor: (left) => {
        const inside = Math.max(0, Math.min(left, made.over.clientWidth));
        latest.current.onPoint(made.posToVal(inside, 'x'));
      },
      show: (range) => latest.current.gestures.show(range),
      settle: () => latest.current.gestures.settle(),
      reset: () => latest.current.gestures.reset(),
    });
    const resized = new ResizeObserver(() => made.setSize(size()));
    resized.observe(element);
    return () => {
      resized.disconnect();
      stop();
      made.destroy();
      plot.current = null;
      onPlot(id, null);
    };
  }, [id, shape, log, dark, sync, onPlot]);

  const marked = marks.map(({ epoch, spread, label }) => `${epoch} ${spread} ${label}`).join();
  useEffect(() => {
    plot.current?.setData(columnsOf(data.epochs, data.lines));
  }, [data, marked]);

  return <div ref={container} className="plot h-60 w-full overflow-hidden" />;
}
