import { SERIES_DASHES } from './plot-theme.ts';

/** A sample of a trial's line, as its legend. */
export function SeriesKey({ series }: { series: number }) {
  return (
    <svg viewBox="0 0 28 4" className="plot-key h-1 w-7 shrink-0" aria-hidden="true">
      <line
        x1="0"
        x2="28"
        y1="2"
        y2="2"
        strokeWidth="2.5"
        stroke={`var(--series-${series + 1})`}
        strokeDasharray={(SERIES_DASHES[series] ?? []).join(' ')}
      />
    </svg>
  );
}
