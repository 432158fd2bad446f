'use client';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import uPlot from 'uplot';
import { useMedia } from '../browser/media.ts';
import { text } from '../text.ts';
import type { Mark } from './draw-labels.ts';
import { isReference, type ChartData, type Line } from './lines.ts';
import { plotOptions, shapeOf, type Drawn } from './plot-options.ts';
import { themeOf } from './plot-theme.ts';

/** Height of a chart in CSS pixels. */
const HEIGHT = 240;

/** What a chart is made of. */
export interface LineChartProps {
  data: ChartData;
  names: Record<Line['role'], string>;
  /** One sentence that says what is to be seen. */
  label: string;
  log: boolean;
  mark: Mark | null;
  format: (value: number) => string;
  /** Writes a value on the y axis, as short as it can be. */
  tick: (value: number) => string;
  /** What is drawn. */
  quantity: string;
}

/** Curves over epochs: the one place that knows uPlot. One finger, the mouse or the arrow keys move its cursor. */
export function LineChart({ data, names, label, quantity, log, mark, format, tick }: LineChartProps) {
  const container = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const [index, setIndex] = useState<number | null>(null);
  const [spoken, setSpoken] = useState('');
  const drawn = useRef<Drawn>({ lines: [], names, mark, tick, onCursor: setIndex });
  const shown = useRef(data);
  const dark = useMedia('(prefers-color-scheme: dark)');
  const shape = shapeOf(data.lines);

  useEffect(() => {
    drawn.current = { lines: data.lines, names, mark, tick, onCursor: setIndex };
    shown.current = data;
  });

  useEffect(() => {
    const element = container.current;
    if (element === null) return;
    const options = plotOptions(
      () => drawn.current,
      themeOf(element),
      { width: element.clientWidth, height: HEIGHT },
      log,
    );
    const made = new uPlot(options, columnsOf(shown.current), element);
    plot.current = made;
    const stopFingers = followFinger(made);
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      stopFingers();
      made.destroy();
      plot.current = null;
    };
  }, [shape, log, dark]);

  useEffect(() => {
    plot.current?.setData(columnsOf(data));
  }, [data, mark?.epoch, mark?.label]);

  const readout = readoutAt(data, names, format, index);
  const onKeyDown = (event: KeyboardEvent) => {
    const last = data.epochs.length - 1;
    const moves: Record<string, number> = {
      ArrowLeft: (index ?? last + 1) - 1,
      ArrowRight: (index ?? -1) + 1,
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (to === undefined || plot.current === null || last < 0) return;
    event.preventDefault();
    const at = Math.min(last, Math.max(0, to));
    plot.current.setCursor({ left: plot.current.valToPos(at + 1, 'x'), top: 0 });
    setIndex(at);
    setSpoken(readoutAt(data, names, format, at));
  };
  return (
    <div role="figure" aria-label={label} tabIndex={0} onKeyDown={onKeyDown} className="block">
      <p className="h-6 truncate text-small text-soft tabular-nums" aria-hidden="true">
        {readout || text.chart.hint(quantity)}
      </p>
      <div ref={container} className="plot h-60 w-full overflow-hidden" />
      <p className="sr-only" aria-live="polite">
        {spoken}
      </p>
    </div>
  );
}

function columnsOf(data: ChartData): uPlot.AlignedData {
  return [data.epochs, ...data.lines.map(({ values }) => values)];
}

function readoutAt(
  data: ChartData,
  names: LineChartProps['names'],
  format: LineChartProps['format'],
  index: number | null,
): string {
  if (index === null) return '';
  const values = data.lines.flatMap(({ role, weight, values: all }) => {
    const value = all[index];
    // Controls stay where they are; guessing is what the eye compares with.
    const told = weight === 'main' && (!isReference(role) || role === 'baseline');
    return told && value !== null && value !== undefined ? [`${names[role]} ${format(value)}`] : [];
  });
  return values.length === 0 ? '' : text.chart.at(data.epochs[index] ?? 0, values.join(', '));
}

/** Lets a finger that moves sideways move the cursor; up and down still scrolls the page. */
function followFinger(plot: uPlot): () => void {
  const follow = (event: PointerEvent) => {
    if (event.pointerType === 'mouse') return;
    plot.setCursor({ left: event.clientX - plot.over.getBoundingClientRect().left, top: 0 });
  };
  plot.over.addEventListener('pointerdown', follow);
  plot.over.addEventListener('pointermove', follow);
  return () => {
    plot.over.removeEventListener('pointerdown', follow);
    plot.over.removeEventListener('pointermove', follow);
  };
}
