import { useCallback, useEffect, useRef, useState } from 'react';
import type { Row } from '../api/calls.ts';
import type { LocalModel } from '../engine/local-model.ts';
import type { Answer, Prediction } from '../predict/use-prediction.ts';
import { text } from '../text.ts';

/** An image to predict: [height, width, channels], uint8; and the cells of the columns beside it. */
export interface AskedImage {
  pixels: Uint8Array;
  row: Row;
}

/**
 * Predicts an image whenever it changes, or the cells beside it do. One prediction runs at a time, and the latest image is next: those between are never
 * predicted.
 *
 * @param asked the same object until it changes; null for nothing to predict.
 */
export function useImagePrediction(local: LocalModel | null, asked: AskedImage | null): Prediction {
  const [known, setKnown] = useState<{ asked: AskedImage; answer: Answer } | null>(null);
  const [failure, setFailure] = useState<{ asked: AskedImage; error: Error } | null>(null);
  const latest = useRef<AskedImage | null>(null);
  const isBusy = useRef(false);
  const predict = useCallback(async (model: LocalModel) => {
    if (isBusy.current) return;
    isBusy.current = true;
    for (let next = latest.current; next !== null; next = latest.current === next ? null : latest.current) {
      const current = next;
      try {
        const answer = await model.predictImage(current.pixels, current.row);
        setKnown({ asked: current, answer });
        setFailure(null);
      } catch (cause) {
        setFailure({ asked: current, error: cause instanceof Error ? cause : new Error(text.errors.unknown) });
      }
    }
    isBusy.current = false;
  }, []);
  useEffect(() => {
    latest.current = asked;
    if (local !== null && asked !== null) void predict(local);
  }, [local, asked, predict]);
  if (asked === null) return { answer: null, isCurrent: true, error: null, retry: () => {} };
  return {
    answer: known?.answer ?? null,
    isCurrent: known?.asked === asked,
    error: failure?.error ?? null,
    retry: () => {
      if (local !== null) void predict(local);
    },
  };
}
