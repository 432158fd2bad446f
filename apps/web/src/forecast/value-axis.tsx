import { tickWords } from './forecast-lines.ts';

/** Props of the parts of an axis of values. */
export interface ValueAxisProps {
  ticks: readonly number[];
  /** Where a value stands, in per cent from the top. */
  y: (value: number) => number;
}

/** The values beside a picture of 100 by 100. */
export function TickLabels({ ticks, y }: ValueAxisProps) {
  return (
    <div className="relative w-12 shrink-0">
      {ticks.map((tick) => (
        <span key={tick} className="absolute right-0 -translate-y-1/2" style={{ top: `${y(tick)}%` }}>
          {tickWords(tick)}
        </span>
      ))}
    </div>
  );
}

/** A line across the picture at each of them. */
export function GridLines({ ticks, y }: ValueAxisProps) {
  return ticks.map((tick) => (
    <line
      key={tick}
      x1="0"
      x2="100"
      y1={y(tick)}
      y2={y(tick)}
      className="stroke-line"
      vectorEffect="non-scaling-stroke"
    />
  ));
}
