import { SERIES_DASHES } from '../chart/plot-theme.ts';

/** A piece of a line, in its color and dash. */
export function SeriesSwatch({ series }: { series: number }) {
  return (
    <svg viewBox="0 0 24 8" className="plot-key h-2 w-6 shrink-0" aria-hidden="true">
      <path
        d="M0 4h24"
        fill="none"
        strokeWidth="2"
        style={{ stroke: `var(--series-${series + 1})` }}
        strokeDasharray={(SERIES_DASHES[series] ?? []).join(' ')}
      />
    </svg>
  );
}
