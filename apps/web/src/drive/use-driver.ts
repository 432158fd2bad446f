import { useQueryClient } from '@tanstack/react-query';
import { showChanged } from '../api/after-change.ts';
import { useEffect, useRef, useState } from 'react';
import { stepRun } from '../api/calls.ts';
import type { RunView } from '../api/client.ts';
import { clientId } from '../browser/client-id.ts';
import { runQueryKey } from '../queries/run-queries.ts';
import { drive, type DriverState } from './drive.ts';
import { wait } from './wait.ts';

/** Why the driver is paused: the user paused it, or a stage has finished and awaits review. */
export type Pause = 'user' | 'review' | null;

/**
 * Drives a run while this page is open, holds the edit key, and neither the user nor the service has taken over.
 *
 * @param view the run.
 * @param key its edit key; null to watch only.
 * @param guided whether to pause after each stage.
 */
export function useDriver(
  view: Pick<RunView, 'id' | 'status' | 'stage' | 'driver'>,
  key: string | null,
  guided: boolean,
) {
  const { id, status } = view;
  const queryClient = useQueryClient();
  const [pause, setPause] = useState<Pause>(null);
  const [state, setState] = useState<DriverState>({ kind: 'stepping' });
  const last = useRef<Promise<void>>(Promise.resolve());
  const stage = useRef(view.stage);
  const driving = key !== null && status === 'running' && pause === null && !view.driver.service;
  useEffect(() => {
    stage.current = view.stage;
  }, [view.stage]);
  useEffect(() => {
    if (!driving) return;
    const stop = new AbortController();
    const step = async () => {
      const before = stage.current;
      const { did, run } = await stepRun(id, key, clientId());
      await showChanged(queryClient, runQueryKey(id), run);
      stage.current = run.stage;
      const more = did !== null && run.status === 'running';
      if (guided && more && run.stage !== before) {
        setPause('review');
        stop.abort();
      }
      return more;
    };
    // One loop at a time: the next starts when the last step of the one before has returned.
    last.current = last.current.then(() => drive({ step, wait, onState: setState, signal: stop.signal }));
    return () => stop.abort();
  }, [id, key, driving, guided, queryClient]);
  return { state, pause, pauseNow: () => setPause('user'), goOn: () => setPause(null) };
}
