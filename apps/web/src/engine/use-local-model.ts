import { useCallback, useEffect, useState } from 'react';
import { readModel } from '../api/calls.ts';
import { LocalModel } from './local-model.ts';

/** A larger model stays on the service: it would take a phone's memory and volume. */
const MOST_BYTES = 20_000_000;

/**
 * The run's model on this device, once `want` was called and it has loaded; null before, and where it can't be loaded: the
 * service answers then.
 *
 * @param model the weights' sha256: another opening of the vault brings another.
 */
export function useLocalModel(id: string, model: string): { local: LocalModel | null; want: () => void } {
  const [wanted, setWanted] = useState(false);
  const [local, setLocal] = useState<LocalModel | null>(null);
  useEffect(() => {
    if (!wanted) return;
    const left = new AbortController();
    const started = (async () => {
      const bytes = await readModel(id, left.signal);
      return bytes.byteLength > MOST_BYTES ? null : LocalModel.start(bytes);
    })();
    const show = async () => {
      const it = await started;
      if (left.signal.aborted) it?.stop();
      else setLocal(it);
    };
    // Without it every answer is the service's, as before.
    show().catch(() => {});
    return () => {
      left.abort();
      setLocal((it) => {
        it?.stop();
        return null;
      });
    };
  }, [id, model, wanted]);
  return { local, want: useCallback(() => setWanted(true), []) };
}
