import { useEffect, useState } from 'react';
import type { RunView } from '../api/client.ts';
import { keyIn } from '../browser/key-in-address.ts';
import { editKeyOf, rememberRun } from '../browser/known-runs.ts';

/**
 * Keeps the edit key that a link hands over in its fragment, lists the run among those of this browser, and takes the key
 * out of the address, which may be copied or shown.
 *
 * @returns whether a key was handed over.
 */
export function useHandedKey(view: Pick<RunView, 'id' | 'name' | 'target' | 'createdAt'>): boolean {
  const [isHanded, setHanded] = useState(false);
  const { id, name, target, createdAt } = view;
  const targets = target.join(', ');
  useEffect(() => {
    const take = () => {
      const key = keyIn(window.location.hash);
      if (key === null) return;
      const { pathname, search } = window.location;
      window.history.replaceState(window.history.state, '', pathname + search);
      if (editKeyOf(id) === null) rememberRun({ id, name, target: targets, createdAt }, key);
      setHanded(true);
    };
    take();
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, [id, name, targets, createdAt]);
  return isHanded;
}
