import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { ApiError } from '../api/api-error.ts';
import { readAgain, showChanged } from '../api/after-change.ts';
import {
  readChecks,
  readCurve,
  readDiagnostics,
  readExplanation,
  readLive,
  readMisses,
  readReport,
  readRun,
  readSignature,
  readSketches,
} from '../api/calls.ts';
import type {
  Diagnostics,
  Explanation,
  Misses,
  RunCheck,
  RunReport,
  RunView,
  Signature,
  Sketches,
} from '../api/client.ts';
import { addPages, NO_CURVE, type Curve } from '../chart/curve.ts';

const POLL_MS = 1500;
const HIDDEN_POLL_MS = 15_000;
const LOST_POLL_MS = 4000;

/** The cache key of a run. */
export function runQueryKey(id: string): readonly string[] {
  return ['run', id];
}

/** A run, polled while it is running. */
export function useRun(id: string) {
  const queryClient = useQueryClient();
  return useQuery<RunView>({
    queryKey: runQueryKey(id),
    queryFn: async () => {
      const read = await readRun(id, stepsOf(queryClient, id));
      return newerOf(queryClient.getQueryData<RunView>(runQueryKey(id)), read);
    },
    enabled: id !== '',
    // Reading the curve reads the run, too, and postpones this.
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

/** Column distributions of the rows outside the vault, which never change. */
export function useSketches(id: string) {
  return useQuery<Sketches>({ queryKey: ['sketches', id], queryFn: () => readSketches(id), staleTime: Infinity });
}

/** Diagnostics of the test rows, as of the vault's last opening. */
export function useDiagnostics(id: string, opened: number) {
  return useQuery<Diagnostics>({
    queryKey: ['diagnostics', id, opened],
    queryFn: () => readDiagnostics(id),
    staleTime: Infinity,
  });
}

/** What the model takes and answers, as of the vault's last opening; not read before the run was tested. */
export function useSignature(id: string, opened: number | undefined) {
  return useQuery<Signature>({
    queryKey: ['signature', id, opened],
    queryFn: () => readSignature(id),
    enabled: opened !== undefined,
    staleTime: Infinity,
  });
}

/** The cache key of a run's checks, of all of its versions. */
export function checksQueryKey(id: string): readonly string[] {
  return ['checks', id];
}

/** The checks that the key holder attached to a version of a run. @param ended whether there can be any. */
export function useChecks(id: string, version: number, ended: boolean) {
  return useQuery<RunCheck[]>({
    queryKey: [...checksQueryKey(id), version],
    queryFn: () => readChecks(id),
    enabled: ended,
  });
}

/** How predictions change with columns, words, or parts of an image; not read before it is wanted. */
export function useExplanation(id: string, wanted: boolean) {
  return useQuery<Explanation>({
    queryKey: ['explanation', id],
    queryFn: () => readExplanation(id),
    enabled: wanted,
    staleTime: Infinity,
  });
}

/** The validation rows that were predicted worst, for the key holder. */
export function useMisses(id: string, editKey: string) {
  return useQuery<Misses>({
    queryKey: ['misses', id],
    queryFn: () => readMisses(id, editKey),
    staleTime: Infinity,
  });
}

/** The curve. While the run is running, only new points are read, and the run with them. */
export function useCurve(id: string, status: RunView['status'] | undefined): Curve {
  const queryClient = useQueryClient();
  const running = status === 'running';
  const { data } = useQuery<Curve>({
    queryKey: curveQueryKey(id),
    queryFn: ({ signal }) => (running ? followCurve(queryClient, id, signal) : readWholeCurve(queryClient, id)),
    enabled: status !== undefined,
    structuralSharing: false,
    refetchInterval: (query) => (running || query.state.data === undefined ? pollAfter(query) : false),
    refetchIntervalInBackground: true,
  });
  // The last pages come with the step that ends the run.
  const wasRunning = useRef(false);
  useEffect(() => {
    if (wasRunning.current && !running) void readAgain(queryClient, curveQueryKey(id));
    wasRunning.current = running;
  }, [queryClient, id, running]);
  return data ?? NO_CURVE;
}

/** Shows a run that was changed here: what is being read of it and may be from before is dropped. */
export async function showChangedRun(queryClient: QueryClient, run: RunView): Promise<void> {
  await queryClient.cancelQueries({ queryKey: curveQueryKey(run.id) });
  await showChanged(queryClient, runQueryKey(run.id), run);
}

/** New points of a curve and the run as of the same moment, in one request. */
async function followCurve(queryClient: QueryClient, id: string, signal: AbortSignal): Promise<Curve> {
  let curve = queryClient.getQueryData<Curve>(curveQueryKey(id)) ?? NO_CURVE;
  for (;;) {
    const { run, pages, more } = await readLive(id, curve.next, stepsOf(queryClient, id));
    curve = addPages(curve, pages);
    // The run has been changed since: this answer may be from before.
    if (signal.aborted) return curve;
    queryClient.setQueryData<RunView>(runQueryKey(id), (known) => newerOf(known, run));
    // Read the finished run once more on its own: that response is cached for offline use.
    if (run.status !== 'running') readRun(id, run.steps).catch(() => {});
    if (!more) return curve;
  }
}

/** The whole curve of a finished run, which is cached for offline use. */
async function readWholeCurve(queryClient: QueryClient, id: string): Promise<Curve> {
  let curve = NO_CURVE;
  for (;;) {
    const { pages, more } = await readCurve(id, curve.next, stepsOf(queryClient, id));
    curve = addPages(curve, pages);
    if (!more) return curve;
  }
}

/** Responses may arrive out of order. */
function newerOf(known: RunView | undefined, read: RunView): RunView {
  return known !== undefined && known.steps > read.steps ? known : read;
}

function curveQueryKey(id: string): readonly string[] {
  return ['curve', id];
}

/** The number of committed steps of a run that this page knows of. */
function stepsOf(queryClient: QueryClient, id: string): number {
  return queryClient.getQueryData<RunView>(runQueryKey(id))?.steps ?? 0;
}

function pollAfter(query: { state: { error: Error | null } }): number | false {
  const { error } = query.state;
  if (error instanceof ApiError && !error.transient) return false;
  // The static export has no document.
  if (typeof document !== 'undefined' && document.hidden) return HIDDEN_POLL_MS;
  return error === null ? POLL_MS : LOST_POLL_MS;
}
