import { formatNumber } from '@stepwell/base/format';
import { Figure } from '../figures/figure.tsx';
import { text } from '../text.ts';
import {
  linesOf,
  spanOf,
  ticksBetween,
  timeWords,
  type LookAhead,
  type Point,
  type SeriesAhead,
} from './forecast-lines.ts';
import { GridLines, TickLabels } from './value-axis.tsx';

const words = text.forecast;

/** Known values beside so many steps ahead: more would squeeze the forecast. */
const KNOWN_A_STEP = 3;
const FEWEST_KNOWN = 24;
/** Room above and below the lines, as a share of their height. */
const ROOM = 0.06;

/** Props of the picture. */
export interface ForecastPictureProps {
  target: string;
  times: LookAhead['times'];
  series: SeriesAhead;
}

/** The last known values of a series and its forecast, with the interval as an area. */
export function ForecastPicture({ target, times, series }: ForecastPictureProps) {
  const { name, steps } = series;
  const span = spanOf(series);
  const lines = linesOf(series, Math.max(FEWEST_KNOWN, KNOWN_A_STEP * steps.length));
  const when = (time: number | null, i: number) => (time === null ? words.step(i + 1) : timeWords(time, times, span));
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return null;
  const hasIntervals = lines.low.length > 0;
  const sentence = words.sentence(formatNumber(first.value), formatNumber(last.value), steps.length);
  return (
    <Figure
      title={name === '' ? words.nextOf(target) : `${words.nextOf(target)}: ${name}`}
      sentence={hasIntervals ? `${sentence} ${words.within}` : sentence}
      table={{
        head: hasIntervals ? words.head : words.head.slice(0, 2),
        rows: steps.map(({ time, value, low, high }, i) => [
          when(time, i),
          formatNumber(value),
          ...(low === null || high === null ? [] : [formatNumber(low), formatNumber(high)]),
        ]),
      }}
    >
      <Drawing
        lines={lines}
        from={series.history.at(-1 - lines.now)?.time ?? null}
        now={series.history.at(-1)?.time ?? null}
        until={last.time}
        show={(time) => (time === null ? '' : timeWords(time, times, span))}
      />
      <Key hasIntervals={hasIntervals} />
    </Figure>
  );
}

interface DrawingProps {
  lines: ReturnType<typeof linesOf>;
  from: number | null;
  now: number | null;
  until: number | null;
  show: (time: number | null) => string;
}

/** Lines keep their width however wide the picture is; the words beside them are no part of the drawing. */
function Drawing({ lines, from, now, until, show }: DrawingProps) {
  const { known, coming, low, high, end, least, greatest } = lines;
  const height = greatest - least || 1;
  const [bottom, top] = [least - ROOM * height, greatest + ROOM * height];
  const x = (step: number) => (100 * step) / Math.max(1, end);
  const y = (value: number) => (100 * (top - value)) / (top - bottom);
  const pathOf = (points: readonly Point[]) => points.map(([step, value]) => `${x(step)},${y(value)}`).join(' ');
  const ticks = ticksBetween(least, greatest);
  return (
    <div className="flex flex-col gap-1 text-[11px] text-soft tabular-nums">
      <div className="flex h-56 gap-2 lg:h-72">
        <TickLabels ticks={ticks} y={y} />
        <div className="relative min-w-0 flex-1">
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" className="h-full w-full" data-testid="forecast">
            <GridLines ticks={ticks} y={y} />
            <line
              x1={x(lines.now)}
              x2={x(lines.now)}
              y1="0"
              y2="100"
              strokeDasharray="3 3"
              className="stroke-soft"
              vectorEffect="non-scaling-stroke"
            />
            {low.length > 0 && (
              <polygon
                points={`${pathOf(high)} ${pathOf(low.toReversed())}`}
                className="fill-curve"
                fillOpacity="0.2"
              />
            )}
            {known.map((stretch) => (
              <polyline
                key={stretch[0]![0]}
                points={pathOf(stretch.length === 1 ? [stretch[0]!, stretch[0]!] : stretch)}
                fill="none"
                strokeWidth="1.5"
                strokeLinecap="round"
                className="stroke-ink"
                vectorEffect="non-scaling-stroke"
              />
            ))}
            <polyline
              points={pathOf(coming)}
              fill="none"
              strokeWidth="2.5"
              className="stroke-curve"
              vectorEffect="non-scaling-stroke"
            />
          </svg>
          <span
            className="absolute top-0 -translate-x-full bg-paper px-1"
            style={{ left: `calc(${x(lines.now)}% - 2px)` }}
          >
            {show(now)}
          </span>
        </div>
      </div>
      <div className="ml-14 flex justify-between gap-2">
        <span>{show(from)}</span>
        <span className="text-right">{show(until)}</span>
      </div>
    </div>
  );
}

function Key({ hasIntervals }: { hasIntervals: boolean }) {
  return (
    <ul className="mt-1 flex flex-wrap gap-x-4 text-small text-soft">
      <li className="flex items-center gap-2">
        <span className="h-0.5 w-5 bg-ink" /> {words.known}
      </li>
      <li className="flex items-center gap-2">
        <span className="h-1 w-5 bg-curve" /> {words.coming}
      </li>
      {hasIntervals && (
        <li className="flex items-center gap-2">
          <span className="h-3 w-5 bg-curve opacity-20" /> {words.interval}
        </li>
      )}
    </ul>
  );
}
