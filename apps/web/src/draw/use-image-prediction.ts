import { useCallback, useEffect, useRef, useState } from 'react';
import type { LocalModel } from '../engine/local-model.ts';
import type { Answer, Prediction } from '../predict/use-prediction.ts';
import { text } from '../text.ts';

/**
 * Predicts an image whenever it changes. One prediction runs at a time, and the latest image is next: those between are never
 * predicted.
 *
 * @param pixels [height, width, channels], uint8; null for nothing to predict.
 */
export function useImagePrediction(local: LocalModel | null, pixels: Uint8Array | null): Prediction {
  const [known, setKnown] = useState<{ pixels: Uint8Array; answer: Answer } | null>(null);
  const [failure, setFailure] = useState<{ pixels: Uint8Array; error: Error } | null>(null);
  const latest = useRef<Uint8Array | null>(null);
  const isBusy = useRef(false);
  const predict = useCallback(async (model: LocalModel) => {
    if (isBusy.current) return;
    isBusy.current = true;
    for (let asked = latest.current; asked !== null; asked = latest.current === asked ? null : latest.current) {
      const current = asked;
      try {
        const answer = await model.predictImage(current);
        setKnown({ pixels: current, answer });
        setFailure(null);
      } catch (cause) {
        setFailure({ pixels: current, error: cause instanceof Error ? cause : new Error(text.errors.unknown) });
      }
    }
    isBusy.current = false;
  }, []);
  useEffect(() => {
    latest.current = pixels;
    if (local !== null && pixels !== null) void predict(local);
  }, [local, pixels, predict]);
  if (pixels === null) return { answer: null, isCurrent: true, error: null, retry: () => {} };
  return {
    answer: known?.answer ?? null,
    isCurrent: known?.pixels === pixels,
    error: failure?.error ?? null,
    retry: () => {
      if (local !== null) void predict(local);
    },
  };
}
