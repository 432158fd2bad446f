import { SeriesKey } from '../chart/series-key.tsx';

/** A run's letter and a sample of its line. */
export function RunBadge({ letter, series }: { letter: string; series: number }) {
  return (
    <span className="inline-flex items-center gap-2">
      <span className="flex h-6 w-6 shrink-0 items-center justify-center rounded-sm border border-ink text-small font-semibold">
        {letter}
      </span>
      <SeriesKey series={series} />
    </span>
  );
}
