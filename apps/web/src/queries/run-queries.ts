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
      const read = await readRun(id, stepsOf(queryClient, id));
      return newerOf(queryClient.getQueryData<RunView>(runQueryKey(id)), read);
    },
    enabled: id !== '',
    // Who follows the curve reads the run, too: each answer of theirs puts this off.
    refetchInterval: (query) => {
      const { data, error } = query.state;
      const after = pollAfter(query);
      if (data === undefined || after === false) return after;
      if (data.status !== 'running') return false;
      return error === null ? 2 * after : after;
    },
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

/** The curve; while the run is running only what is new is read, and the run with it. */
export function useCurve(id: string, status: RunView['status'] | undefined): Curve {
  const queryClient = useQueryClient();
  const running = status === 'running';
  const { data, refetch } = useQuery<Curve>({
    queryKey: curveQueryKey(id),
    queryFn: () => (running ? followCurve(queryClient, id) : readWholeCurve(queryClient, id)),
    enabled: status !== undefined,
    structuralSharing: false,
    refetchInterval: (query) => (running || query.state.data === undefined ? pollAfter(query) : false),
    refetchIntervalInBackground: true,
  });
  // The last pages came with the step that ended the run.
  useEffect(() => {
    if (status !== undefined && status !== 'running') void refetch();
  }, [status, refetch]);
  return data ?? NO_CURVE;
}

/** What is new of a curve, and the run with it: of the same moment, and one request for both. */
async function followCurve(queryClient: QueryClient, id: string): Promise<Curve> {
  let curve = queryClient.getQueryData<Curve>(curveQueryKey(id)) ?? NO_CURVE;
  for (;;) {
    const { run, pages, more } = await readLive(id, curve.next, stepsOf(queryClient, id));
    curve = addPages(curve, pages);
    queryClient.setQueryData<RunView>(runQueryKey(id), (known) => newerOf(known, run));
    // Its end is read by itself once more: that answer is kept for when there is no network.
    if (run.status !== 'running') readRun(id, run.steps).catch(() => {});
    if (!more) return curve;
  }
}

/** The curve of a run that has ended, from its beginning: kept for good, and for when there is no network. */
async function readWholeCurve(queryClient: QueryClient, id: string): Promise<Curve> {
  let curve = NO_CURVE;
  for (;;) {
    const { pages, more } = await readCurve(id, curve.next, stepsOf(queryClient, id));
    curve = addPages(curve, pages);
    if (!more) return curve;
  }
}

/** A step's answer may have overtaken another one. */
function newerOf(known: RunView | undefined, read: RunView): RunView {
  return known !== undefined && known.steps > read.steps ? known : read;
}

function curveQueryKey(id: string): readonly string[] {
  return ['curve', id];
}

/** Committed steps of a run that this page knows of. */
function stepsOf(queryClient: QueryClient, id: string): number {
  return queryClient.getQueryData<RunView>(runQueryKey(id))?.steps ?? 0;
}

function pollAfter(query: { state: { error: Error | null } }): number | false {
  const { error } = query.state;
  if (error instanceof ApiError && !error.transient) return false;
  // Queries are set up once for the static page too, where there is no document.
  if (typeof document !== 'undefined' && document.hidden) return HIDDEN_POLL_MS;
  return error === null ? POLL_MS : LOST_POLL_MS;
}
