import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ApiError } from '../api/api-error.ts';
import { readCurve, readDiagnostics, readLive, readReport, readRun, readSketches } from '../api/calls.ts';
import type { Diagnostics, RunReport, RunView, Sketches } from '../api/client.ts';
import { addPages, NO_CURVE, type Curve } from '../chart/curve.ts';

const POLL_MS = 1500;
const HIDDEN_POLL_MS = 15_000;
const LOST_POLL_MS = 4000;

/** Where a run is kept between reads. */
export function runQueryKey(id: string): readonly string[] {
  return ['run', id];
}

/** A run, read again while it is running. */
export function useRun(id: string) {
  const queryClient = useQueryClient();
  return useQuery<RunView>({
    queryKey: runQueryKey(id),
    queryFn: async () => {
      const read = await readRunAndCurve(queryClient, id);
      // A step's answer may have overtaken this one.
      const known = queryClient.getQueryData<RunView>(runQueryKey(id));
      return known !== undefined && known.steps > read.steps ? known : read;
    },
    enabled: id !== '',
    refetchInterval: (query) =>
      query.state.data === undefined || query.state.data.status === 'running' ? pollAfter(query) : false,
    refetchIntervalInBackground: true,
  });
}

/** The report, read again when the run has decided something. */
export function useReport(id: string, version: number | undefined) {
  return useQuery<RunReport>({
    queryKey: ['report', id, version],
    queryFn: () => readReport(id, version ?? 0),
    enabled: version !== undefined,
    refetchInterval: (query) => (query.state.data === undefined ? pollAfter(query) : false),
    placeholderData: (before) => before,
    gcTime: 0,
  });
}

/** What the rows outside the vault look like, which never changes. */
export function useSketches(id: string) {
  return useQuery<Sketches>({ queryKey: ['sketches', id], queryFn: () => readSketches(id), staleTime: Infinity });
}

/** What the test rows show, of the vault's last opening. */
export function useDiagnostics(id: string, opened: number) {
  return useQuery<Diagnostics>({
    queryKey: ['diagnostics', id, opened],
    queryFn: () => readDiagnostics(id),
    staleTime: Infinity,
  });
}

/** The curve, only what is new being read. */
export function useCurve(id: string, status: RunView['status'] | undefined): Curve {
  const queryClient = useQueryClient();
  const { data, refetch } = useQuery<Curve>({
    queryKey: ['curve', id],
    queryFn: async () => {
      let curve = queryClient.getQueryData<Curve>(['curve', id]) ?? NO_CURVE;
      for (;;) {
        const answer = await readCurve(id, curve.next, stepsOf(queryClient, id));
        curve = addPages(curve, answer.pages);
        if (!answer.more) return curve;
      }
    },
    enabled: status !== undefined,
    structuralSharing: false,
    // Once it is there, whoever reads the run brings what is new of it.
    refetchInterval: (query) => (query.state.data === undefined ? pollAfter(query) : false),
    refetchIntervalInBackground: true,
  });
  // The last pages came with the step that ended the run.
  useEffect(() => {
    if (status !== undefined && status !== 'running') void refetch();
  }, [status, refetch]);
  return data ?? NO_CURVE;
}

/** Reads a run, and with it what is new of its curve where a curve of it is shown. */
async function readRunAndCurve(queryClient: QueryClient, id: string): Promise<RunView> {
  const key = ['curve', id];
  const curve = queryClient.getQueryData<Curve>(key);
  const shown = queryClient.getQueryCache().find({ queryKey: key })?.isActive() === true;
  if (curve === undefined || !shown) return readRun(id, stepsOf(queryClient, id));
  const { run, pages } = await readLive(id, curve.next, stepsOf(queryClient, id));
  queryClient.setQueryData<Curve>(key, (known) => addPages(known ?? NO_CURVE, pages));
  // Its end is read by itself: that answer is kept for when there is no network.
  return run.status === 'running' ? run : readRun(id, run.steps);
}

/** Committed steps of a run that this page knows of. */
function stepsOf(queryClient: QueryClient, id: string): number {
  return queryClient.getQueryData<RunView>(runQueryKey(id))?.steps ?? 0;
}

function pollAfter(query: { state: { error: Error | null } }): number | false {
  const { error } = query.state;
  if (error instanceof ApiError && !error.passing) return false;
  // Queries are set up once for the static page too, where there is no document.
  if (typeof document !== 'undefined' && document.hidden) return HIDDEN_POLL_MS;
  return error === null ? POLL_MS : LOST_POLL_MS;
}
