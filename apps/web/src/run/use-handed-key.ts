import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError } from '../api/api-error.ts';
import { readLinks } from '../api/calls.ts';
import type { RunView } from '../api/client.ts';
import { isEditKey, keyIn } from '../browser/key-in-address.ts';
import { editKeyOf, rememberRun } from '../browser/known-runs.ts';

const LOST_POLL_MS = 4000;

/** What became of the edit key in the address, if there is one. */
export type HandedKey = 'none' | 'checking' | 'kept' | 'wrong';

/**
 * Takes the edit key that a link hands over in its fragment out of the address, which may be copied or shown. The service
 * says whether it is this run's: only then it is kept, and the run is listed among those of this browser.
 */
export function useHandedKey(view: Pick<RunView, 'id' | 'name' | 'target' | 'createdAt'>): HandedKey {
  const { id, name, target, createdAt } = view;
  const targets = target.join(', ');
  const [key, setKey] = useState(() => keyIn(window.location.hash));
  const isWhole = key !== null && isEditKey(key);
  useEffect(() => {
    const take = () => {
      const handed = keyIn(window.location.hash);
      if (handed === null) return;
      const { pathname, search } = window.location;
      window.history.replaceState(window.history.state, '', pathname + search);
      setKey(handed);
    };
    take();
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  // Only the holder of the key can read the further links.
  const { isSuccess, error } = useQuery({
    queryKey: ['handed-key', id, key],
    queryFn: async () => (await readLinks(id, key ?? '')).length,
    enabled: isWhole,
    staleTime: Infinity,
    gcTime: 0,
    refetchInterval: (query) => (isTransient(query.state.error) ? LOST_POLL_MS : false),
  });
  useEffect(() => {
    if (!isSuccess || key === null || editKeyOf(id) === key) return;
    rememberRun({ id, name, target: targets, createdAt }, key);
  }, [isSuccess, key, id, name, targets, createdAt]);
  if (key === null) return 'none';
  if (isSuccess) return 'kept';
  return isWhole && (error === null || isTransient(error)) ? 'checking' : 'wrong';
}

function isTransient(error: Error | null): boolean {
  return error instanceof ApiError && error.transient;
}
