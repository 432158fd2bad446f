import type { RunReport, RunView } from '../api/client.ts';
import { ApiError } from '../api/api-error.ts';
import type { Curve } from '../chart/curve.ts';
import { useCurve, useReport, useRun } from '../queries/run-queries.ts';
import { letterOf } from './run-ids.ts';

/** One run of a comparison, as far as it has loaded. */
export interface Compared {
  id: string;
  /** Its letter in the comparison, and its series in the chart. */
  letter: string;
  series: number;
  view: RunView | undefined;
  report: RunReport | undefined;
  curve: Curve;
  /** Why it can't be shown; null if it can, or is still loading. */
  absent: 'unknown' | 'unreachable' | null;
}

/** Loads the runs of a comparison, and polls those that are running. */
export function useCompared(ids: readonly string[]): Compared[] {
  // Always as many hooks as there can be runs.
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
    // After a change of the list, the hook may still return another run's report.
    report: report?.run.id === id ? report : undefined,
    curve,
    absent: view !== undefined || error === null ? null : gone ? 'unknown' : 'unreachable',
  };
}
