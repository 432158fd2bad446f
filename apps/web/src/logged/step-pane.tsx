'use client';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { useMedia } from '../browser/media.ts';
import { listenToGestures } from '../chart/gestures.ts';
import { themeOf } from '../chart/plot-theme.ts';
import type { Aligned } from './aligned.ts';
import { fromCounted, toCounted, type Span } from './zoom.ts';
import { stepPlotOptions, type Drawn, type PlotLine } from './step-plot.ts';

/** Height of a chart in CSS pixels. */
const HEIGHT = 220;

/** Props of a plot. */
export interface StepPaneProps extends Drawn {
  data: Aligned;
  lines: readonly PlotLine[];
  log: boolean;
  format: (value: number) => string;
  /** All steps there are. */
  full: Span;
  /** The index that the keys have chosen; null for none. */
  index: number | null;
}

/** One canvas with lines over steps. */
export function StepPane(props: StepPaneProps) {
  const { data, lines, log, index, range } = props;
  const container = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  /** The steps shown during a gesture. */
  const held = useRef<Span | null>(null);
  const dark = useMedia('(prefers-color-scheme: dark)');
  const shape = lines.map(({ series, faint }) => `${series}${faint ? 'f' : ''}`).join();

  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    const element = container.current;
    if (element === null) return;
    const size = () => ({ width: element.clientWidth, height: HEIGHT });
    const frame = { theme: themeOf(element), ...size(), log, format: (value: number) => latest.current.format(value) };
    const drawn = () => ({ ...latest.current, range: held.current ?? latest.current.range });
    const made = new uPlot(
      stepPlotOptions(latest.current.lines, drawn, frame),
      columnsOf(latest.current.data),
      element,
    );
    plot.current = made;
    const stop = listenToGestures(made.over, {
      view: () => toCounted(drawn().range ?? latest.current.full, latest.current.full),
      epochs: () => latest.current.full.to - latest.current.full.from + 1,
      moveCursor: (left) => made.setCursor({ left: Math.max(0, Math.min(left, made.over.clientWidth)), top: 0 }),
      show: (range) => {
        held.current = fromCounted(range, latest.current.full);
        made.setScale('x', { min: held.current.from, max: held.current.to });
      },
      settle: () => {
        const shown = held.current;
        held.current = null;
        if (shown !== null) latest.current.onSelect(shown);
      },
      reset: () => latest.current.onReset(),
    });
    const resized = new ResizeObserver(() => made.setSize(size()));
    resized.observe(element);
    return () => {
      resized.disconnect();
      stop();
      made.destroy();
      plot.current = null;
    };
  }, [shape, log, dark]);
  useEffect(() => {
    plot.current?.setData(columnsOf(data));
  }, [data, range]);
  useEffect(() => {
    const made = plot.current;
    const step = index === null ? undefined : latest.current.data.steps[index];
    if (made !== null && step !== undefined) made.setCursor({ left: made.valToPos(step, 'x'), top: 0 }, false);
  }, [index]);
  return <div ref={container} className="plot h-55 w-full overflow-hidden" />;
}

function columnsOf({ steps, columns }: Aligned): uPlot.AlignedData {
  return [steps, ...columns];
}
