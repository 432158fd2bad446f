import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/api-error.ts';
import { joinCurves } from './join-curves.ts';
import { readLogged, readLoggedCurves, type LoggedCurves, type LoggedView } from './logged-calls.ts';

const POLL_MS = 2_000;
/** A run that was never finished may go on. */
const QUIET_POLL_MS = 30_000;
const HIDDEN_POLL_MS = 30_000;

/** A logged run, polled while points may come. */
export function useLogged(id: string) {
  const queryClient = useQueryClient();
  return useQuery<LoggedView>({
    queryKey: ['logged', id],
    queryFn: () => readLogged(id, queryClient.getQueryData<LoggedView>(['logged', id])?.next),
    enabled: id !== '',
    refetchInterval: ({ state: { data, error } }) => {
      if (error instanceof ApiError && !error.transient) return false;
      if (data !== undefined && data.status !== 'running' && data.status !== 'quiet') return false;
      if (typeof document !== 'undefined' && document.visibilityState === 'hidden') return HIDDEN_POLL_MS;
      return data?.status === 'quiet' ? QUIET_POLL_MS : POLL_MS;
    },
    refetchIntervalInBackground: true,
  });
}

/** Steps that are shown, both ends included; null for all. */
export type StepRange = { from: number; to: number } | null;

/**
 * Curves of a logged run. What came since the last read is added to what is there.
 *
 * @param next of the run: when it changes, there is more to read.
 * @param points most points of a line when it is read as a whole.
 */
export function useLoggedCurves(id: string, metrics: string[], next: number, points: number, range: StepRange = null) {
  const queryClient = useQueryClient();
  const key = ['logged-curves', id, metrics.join('\n'), points, range?.from ?? '', range?.to ?? ''];
  return useQuery<LoggedCurves>({
    queryKey: [...key, next],
    queryFn: async () => {
      const before = range === null ? queryClient.getQueryData<LoggedCurves>(['latest', ...key]) : undefined;
      const read = await readLoggedCurves(id, { metrics, range, points, after: before?.after ?? 0, seen: next });
      const joined = before === undefined || read.whole ? read : joinCurves(before, read);
      // Lines that have grown are read anew, at their resolution.
      const grown = joined.lines.some(({ steps }) => steps.length > 2 * points);
      const latest = grown ? await readLoggedCurves(id, { metrics, range, points, after: 0, seen: next }) : joined;
      queryClient.setQueryData(['latest', ...key], latest);
      return latest;
    },
    enabled: metrics.length > 0,
    placeholderData: (before) => before,
    gcTime: 10_000,
  });
}
