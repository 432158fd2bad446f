import { useCallback, useEffect, useState } from 'react';
import { readModel } from '../api/calls.ts';
import { text } from '../text.ts';
import { LocalModel } from './local-model.ts';

/** A larger model stays on the service: it would take a phone's memory and volume. */
const MOST_BYTES = 20_000_000;

/** A model that comes to this device. */
export interface ComingModel {
  /** Null until it has loaded, and where it can't be. */
  local: LocalModel | null;
  /** Why it isn't there; null while it may still come. */
  error: Error | null;
  /** Brings it, unless it is there or on its way. */
  want: () => void;
  /** Brings it after a failure. */
  retry: () => void;
}

/**
 * The run's model on this device, once `want` was called. Where it can't be loaded, the service answers rows.
 *
 * @param model the weights' sha256: another opening of the vault brings another.
 */
export function useLocalModel(id: string, model: string): ComingModel {
  const [wanted, setWanted] = useState(0);
  const [local, setLocal] = useState<LocalModel | null>(null);
  const [error, setError] = useState<Error | null>(null);
  useEffect(() => {
    if (wanted === 0) return;
    const left = new AbortController();
    const started = (async () => {
      const bytes = await readModel(id, left.signal);
      if (bytes.byteLength > MOST_BYTES) throw new Error(text.predict.tooLarge);
      return LocalModel.start(bytes);
    })();
    const show = async () => {
      const it = await started;
      if (left.signal.aborted) it.stop();
      else setLocal(it);
    };
    show().catch((cause: unknown) => {
      if (!left.signal.aborted) setError(cause instanceof Error ? cause : new Error(text.errors.unknown));
    });
    return () => {
      left.abort();
      setLocal((it) => {
        it?.stop();
        return null;
      });
    };
  }, [id, model, wanted]);
  const want = useCallback(() => setWanted((before) => Math.max(1, before)), []);
  const retry = useCallback(() => {
    setError(null);
    setWanted((before) => before + 1);
  }, []);
  return { local, error, want, retry };
}
