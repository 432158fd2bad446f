import type { RunReport, RunView } from '../api/client.ts';
import { ApiError } from '../api/api-error.ts';
import type { Curve } from '../chart/curve.ts';
import { useCurve, useReport, useRun } from '../queries/run-queries.ts';
import { letterOf } from './run-ids.ts';

/** One run of a comparison, as far as it was read. */
export interface Compared {
  id: string;
  /** What it goes by here, and which of the chart's series it is. */
  letter: string;
  series: number;
  view: RunView | undefined;
  report: RunReport | undefined;
  curve: Curve;
  /** Why there is nothing of it; null where there is something, or will be in a moment. */
  absent: 'unknown' | 'unreachable' | null;
}

/** Reads the runs of a comparison, and reads again those that are running. */
export function useCompared(ids: readonly string[]): Compared[] {
  // As many as there can be, so that the hooks are always the same.
  const slots = [
    useOne(ids[0], 0),
    useOne(ids[1], 1),
    useOne(ids[2], 2),
    useOne(ids[3], 3),
    useOne(ids[4], 4),
    useOne(ids[5], 5),
  ];
  return slots.filter(({ id }) => id !== '');
}

function useOne(id = '', series: number): Compared {
  const { data: view, error } = useRun(id);
  const { data: report } = useReport(id, view?.version);
  const curve = useCurve(id, view?.status);
  const gone = error instanceof ApiError && !error.transient;
  return {
    id,
    letter: letterOf(series),
    series,
    view,
    // A place that was another run's a moment ago still shows that one's report.
    report: report?.run.id === id ? report : undefined,
    curve,
    absent: view !== undefined || error === null ? null : gone ? 'unknown' : 'unreachable',
  };
}
