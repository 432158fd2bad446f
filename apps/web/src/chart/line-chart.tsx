'use client';
import { useCallback, useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { text } from '../text.ts';
import type { Mark } from './draw-labels.ts';
import type { ChartData } from './lines.ts';
import { PlotPane, type PlotHandle } from './plot-pane.tsx';
import { isFull, panned, scrolledTo, fullRange, zoomed, type EpochRange } from './range.ts';
import { readoutLines, readoutAt } from './readout.ts';
import { ZoomControls } from './zoom-controls.tsx';

/** One quantity over epochs. */
export interface ChartPane {
  data: ChartData;
  /** What is drawn. */
  quantity: string;
  /** Whether the y axis is logarithmic. */
  log: boolean;
  /** Whether a logarithmic axis makes sense for it. */
  canLog: boolean;
  marks: readonly Mark[];
  format: (value: number) => string;
  /** Formats a tick of the y axis. */
  tick: (value: number) => string;
}

/** Props of a chart. */
export interface LineChartProps {
  /** What the chart shows, in one sentence. */
  label: string;
  /** Stacked, with shared epochs and one cursor. */
  panes: readonly ChartPane[];
  /** The epochs shown; null for all. */
  range: EpochRange | null;
  onRange: (range: EpochRange | null) => void;
}

/** How far a key or a button moves or zooms the chart. */
const PAN = 0.25;
const ZOOM = 0.5;
/** The fewest epochs to zoom to. */
const FEWEST = 4;

/** Curves over epochs. One finger, the mouse or the arrow keys move the cursor; two fingers, a drag or + and - zoom. */
export function LineChart({ label, panes, range, onRange }: LineChartProps) {
  const sync = useId();
  const keys = useId();
  const plots = useRef(new Map<string, PlotHandle>());
  const view = useRef(range);
  const moving = useRef(false);
  const [index, setIndex] = useState<number | null>(null);
  const [spoken, setSpoken] = useState('');
  const epochs = Math.max(0, ...panes.map(({ data }) => data.epochs.length));
  const { from, to } = range ?? { from: null, to: null };

  const show = useCallback((next: EpochRange | null) => {
    view.current = next;
    for (const plot of plots.current.values()) plot.show(next);
  }, []);
  useEffect(() => {
    if (!moving.current) show(from === null || to === null ? null : { from, to });
  }, [from, to, show]);
  const register = useCallback((id: string, plot: PlotHandle | null) => {
    if (plot === null) plots.current.delete(id);
    else plots.current.set(id, plot);
  }, []);

  const shown = () => view.current ?? fullRange(epochs);
  const move = (next: EpochRange) => {
    moving.current = true;
    show(next);
  };
  const settle = () => {
    moving.current = false;
    const next = view.current === null || isFull(view.current, epochs) ? null : view.current;
    show(next);
    onRange(next);
    setSpoken(next === null ? text.chart.shownAll(epochs) : text.chart.shown(rounded(next), epochs));
  };
  const keep = (next: EpochRange) => {
    show(next);
    settle();
  };
  const reset = () => keep(fullRange(epochs));
  const middle = () => {
    const { from, to } = shown();
    const cursor = index === null ? null : index + 1;
    return cursor !== null && cursor >= from && cursor <= to ? cursor : (from + to) / 2;
  };
  const zoom = (factor: number) => keep(zoomed(shown(), factor, middle(), epochs));
  const pan = (share: number) => keep(panned(shown(), share, epochs));

  const point = (epoch: number) => {
    for (const plot of plots.current.values()) plot.moveTo(epoch);
  };
  const moveTo = (at: number) => {
    const to = Math.min(epochs - 1, Math.max(0, at));
    const following = scrolledTo(shown(), to + 1);
    if (following.from !== shown().from) move(following);
    // Place the cursor after the plots have drawn.
    queueMicrotask(() => point(to + 1));
    setIndex(to);
    setSpoken(readoutAt(panes, to));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || epochs === 0) return;
    const cursor = (by: number) => () => moveTo(index === null ? (by < 0 ? epochs - 1 : 0) : index + by);
    const actions: Record<string, () => void> = {
      ArrowLeft: event.shiftKey ? () => pan(-PAN) : cursor(-1),
      ArrowRight: event.shiftKey ? () => pan(PAN) : cursor(1),
      Home: () => moveTo(0),
      End: () => moveTo(epochs - 1),
      '+': () => zoom(ZOOM),
      '=': () => zoom(ZOOM),
      '-': () => zoom(1 / ZOOM),
      '0': reset,
    };
    const action = actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  };
  const onKeyUp = () => {
    if (moving.current) settle();
  };

  const rangeShown = range === null ? null : rounded(range);
  return (
    <div className="flex min-w-0 flex-col">
      <div
        role="figure"
        aria-label={label}
        aria-describedby={keys}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onKeyUp={onKeyUp}
        className="block min-w-0"
      >
        <p
          className={`overflow-hidden text-small text-soft tabular-nums ${readoutLines(panes) > 1 ? 'h-10' : 'h-6'}`}
          aria-hidden="true"
        >
          {readoutAt(panes, index) || text.chart.hint(panes.map(({ quantity }) => quantity).join(', '))}
        </p>
        {panes.map(({ data, log, marks, tick, quantity }) => (
          <div key={quantity}>
            {panes.length > 1 && <p className="text-small text-soft">{quantity}</p>}
            <PlotPane
              id={quantity}
              data={data}
              log={log}
              marks={marks}
              tick={tick}
              sync={sync}
              view={() => view.current}
              gestures={{ view: shown, show: move, settle, reset }}
              onSelect={(next) => keep(zoomed(next, 1, (next.from + next.to) / 2, epochs))}
              onPoint={point}
              onCursor={setIndex}
              onPlot={register}
            />
          </div>
        ))}
        <p id={keys} className="sr-only">
          {text.chart.keys}
        </p>
      </div>
      <ZoomControls
        words={text.chart.zoom}
        range={rangeShown}
        whole={fullRange(epochs)}
        fewest={FEWEST}
        says={rangeShown === null ? text.chart.shownAll(epochs) : text.chart.shown(rangeShown, epochs)}
        onZoom={(closer) => zoom(closer ? ZOOM : 1 / ZOOM)}
        onPan={(later) => pan(later ? PAN : -PAN)}
        onReset={reset}
      />
      <p className="sr-only" aria-live="polite">
        {spoken}
      </p>
    </div>
  );
}

function rounded({ from, to }: EpochRange): EpochRange {
  return { from: Math.round(from), to: Math.round(to) };
}
