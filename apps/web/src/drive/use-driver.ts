import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { stepRun } from '../api/calls.ts';
import { clientId } from '../browser/client-id.ts';
import { runQueryKey } from '../run/run-queries.ts';
import { drive, type DriverState } from './drive.ts';
import { wait } from './wait.ts';

/**
 * Drives a run while this page is open, it holds the edit key and the person does not pause.
 *
 * @param id the run's.
 * @param key its edit key; null to watch only.
 * @param running whether there is anything to drive.
 */
export function useDriver(id: string, key: string | null, running: boolean) {
  const queryClient = useQueryClient();
  const [paused, setPaused] = useState(false);
  const [state, setState] = useState<DriverState>({ kind: 'stepping' });
  const last = useRef<Promise<void>>(Promise.resolve());
  const driving = key !== null && running && !paused;

  useEffect(() => {
    if (!driving) return;
    const stop = new AbortController();
    const step = async () => {
      const { did, run } = await stepRun(id, key, clientId());
      queryClient.setQueryData(runQueryKey(id), run);
      return did !== null && run.status === 'running';
    };
    // One loop at a time: a new one begins when the step of the one before has come home.
    last.current = last.current.then(() => drive({ step, wait, tell: setState, signal: stop.signal }));
    return () => stop.abort();
  }, [id, key, driving, queryClient]);

  return { state, paused, pause: () => setPaused(true), goOn: () => setPaused(false) };
}
