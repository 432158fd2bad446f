'use client';
import { formatNumber } from '@stepwell/base/format';
import { useMemo, useState, type KeyboardEvent } from 'react';
import { loggedText as words } from '../text/logged.ts';
import { align, positive, smoothed, valueAt } from './aligned.ts';
import type { LoggedLine } from './logged-calls.ts';
import { SeriesKey } from '../chart/series-key.tsx';
import { ZoomControls } from '../chart/zoom-controls.tsx';
import { StepPane } from './step-pane.tsx';
import { stepWords } from './step-words.ts';
import type { StepRange } from './use-logged.ts';
import { panBy, settle, zoomBy, type Span } from './zoom.ts';

/** A line of a chart. */
export interface ChartLine {
  /** Tells it from the others of its chart. */
  key: string;
  name: string;
  /** Its color and dash. */
  series: number;
  /** All of it. */
  whole: LoggedLine;
  /** What is drawn of it: the same, or more of the steps that are shown. */
  drawn: LoggedLine;
}

/** Props of a chart. */
export interface LinesChartProps {
  title: string;
  lines: readonly ChartLine[];
  smooth: boolean;
  log: boolean;
  /** The steps that are shown; null for all. */
  range: StepRange;
  onRange: (range: StepRange) => void;
}

const PAN = 0.25;
const ZOOM = 0.5;
/** The shortest range of steps to zoom to. */
const FEWEST = 2;
/** Places that are named of values that are not finite. */
const MOST_NAMED = 3;

/** Lines over steps. A drag, two buttons or + and - zoom. */
export function LinesChart({ title, lines, smooth, log, range, onRange }: LinesChartProps) {
  const [index, setIndex] = useState<number | null>(null);
  const drawn = useMemo(() => {
    const known = lines.map(({ drawn: line, ...rest }) => ({ ...rest, line }));
    const shown = known.map(({ line, ...rest }) => ({ ...rest, line: log ? positive(line) : line }));
    const all = [
      ...(smooth ? shown.map(({ line, series }) => ({ line, series, faint: true })) : []),
      ...shown.map(({ line, series }) => ({ line: smooth ? smoothed(line) : line, series, faint: false })),
    ];
    return { known, all, first: all.length - shown.length, data: align(all.map(({ line }) => line)) };
  }, [lines, smooth, log]);
  const { known, all, first, data } = drawn;
  const marks = useMemo(
    () => known.flatMap(({ line, series }) => line.marks.map(([step]) => ({ step, series }))),
    [known],
  );
  const full: Span = spanOf(lines.map(({ whole }) => whole));
  const shown = range ?? full;
  const show = (wanted: StepRange) => {
    onRange(wanted);
    setIndex(null);
  };
  const step = index === null ? undefined : data.steps[index];
  const readout =
    step === undefined || index === null
      ? words.chart.hint(title)
      : words.chart.at(
          stepWords(step),
          known
            .map(({ name }, i) => {
              const value = valueAt(data.columns[first + i] ?? [], index);
              return `${name} ${value === null ? '–' : formatNumber(value)}`;
            })
            .join(', '),
        );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = data.steps.length - 1;
    const move = (by: number) => () =>
      setIndex(index === null ? (by < 0 ? last : 0) : Math.min(last, Math.max(0, index + by)));
    const actions: Record<string, () => void> = {
      ArrowLeft: event.shiftKey ? () => show(panBy(shown, -PAN, full)) : move(-1),
      ArrowRight: event.shiftKey ? () => show(panBy(shown, PAN, full)) : move(1),
      Home: () => setIndex(0),
      End: () => setIndex(last),
      '+': () => show(zoomBy(shown, ZOOM, full)),
      '=': () => show(zoomBy(shown, ZOOM, full)),
      '-': () => show(zoomBy(shown, 1 / ZOOM, full)),
      '0': () => show(null),
    };
    const action = actions[event.key];
    if (action === undefined || last < 0) return;
    event.preventDefault();
    action();
  };
  const figure = known.map(({ whole, name }) => `${name} ${lastWords(whole)}`).join(', ');
  return (
    <section className="flex min-w-0 flex-col" aria-label={title} data-testid="logged-chart">
      <h3 className="font-semibold break-words">{title}</h3>
      <ul className="flex flex-wrap gap-x-4 text-small">
        {known.map(({ key, whole, name, series }) => (
          <li key={key} className="flex items-center gap-2">
            <SeriesKey series={series} />
            <span className="break-all">
              {name} <span className="tabular-nums">{lastWords(whole)}</span>
            </span>
          </li>
        ))}
      </ul>
      <div
        role="figure"
        aria-label={words.chart.figure(title, figure)}
        aria-description={words.chart.keys}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <p className="h-6 truncate text-small text-soft tabular-nums" aria-live="polite">
          {readout}
        </p>
        <StepPane
          data={data}
          lines={all}
          log={log}
          format={formatTick}
          range={range}
          marks={marks}
          index={index}
          full={full}
          onCursor={setIndex}
          onSelect={(wanted) => show(settle(wanted, full))}
          onReset={() => show(null)}
        />
      </div>
      <ZoomControls
        words={words.chart.zoom}
        range={range}
        whole={full}
        fewest={FEWEST}
        says={words.chart.range(stepWords(shown.from), stepWords(shown.to))}
        onZoom={(closer) => show(zoomBy(shown, closer ? ZOOM : 1 / ZOOM, full))}
        onPan={(later) => show(panBy(shown, later ? PAN : -PAN, full))}
        onReset={() => show(null)}
      />
      {known.map(({ key, line, name }) => (
        <MarkWords key={key} name={name} line={line} />
      ))}
    </section>
  );
}

function MarkWords({ name, line: { marks } }: { name: string; line: LoggedLine }) {
  const [first] = marks;
  if (first === undefined) return null;
  const value = new Set(marks.map(([, one]) => one)).size === 1 ? first[1] : words.chart.notFinite;
  const named = marks.slice(0, MOST_NAMED).map(([step]) => words.chart.step(stepWords(step)));
  return (
    <p className="text-small text-soft">
      × {words.chart.marks(name, value, named.join(', '), marks.length - named.length)}
    </p>
  );
}

function lastWords({ last }: LoggedLine): string {
  return typeof last.value === 'number' ? formatNumber(last.value) : last.value;
}

function spanOf(lines: readonly LoggedLine[]): Span {
  const from = Math.min(...lines.map(({ steps }) => steps[0] ?? Infinity));
  const to = Math.max(...lines.map(({ steps }) => steps.at(-1) ?? -Infinity));
  return from <= to ? { from, to } : { from: 0, to: 0 };
}

/** Enough digits to tell the ticks of one axis from another. */
function formatTick(value: number): string {
  return Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 1e-4)
    ? value.toExponential(1)
    : String(Number(value.toPrecision(6)));
}
