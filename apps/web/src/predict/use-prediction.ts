import { useEffect, useState } from 'react';
import { ApiError } from '../api/api-error.ts';
import { predictRow, type Row } from '../api/calls.ts';
import type { Predicted } from '../api/client.ts';
import type { LocalModel } from '../engine/local-model.ts';
import type { RowAnswer } from '../engine/messages.ts';
import { text } from '../text.ts';

/** How long typing has to rest before the row is sent. */
const REST_MS = 150;

/** A row's answer; on this device with what moved it. */
export type Answer = Predicted['rows'][number] & Pick<RowAnswer, 'moves'>;

/** What is known of the row in the form. */
export interface Prediction {
  /** The latest answer; null before the first. */
  answer: Answer | null;
  /** Whether the answer is the present row's. */
  isCurrent: boolean;
  /** Why the present row has no answer; null if it has, or may get one. */
  error: Error | null;
  retry: () => void;
}

/**
 * Predicts a row whenever it changes. The latest row wins: earlier requests are aborted.
 *
 * @param typical a row that the answer is compared with, on this device.
 * @param local the model on this device, which answers at once; null for the service.
 */
export function usePrediction(id: string, row: Row, typical: Row, local: LocalModel | null): Prediction {
  const [known, setKnown] = useState<{ row: Row; answer: Answer } | null>(null);
  const [failure, setFailure] = useState<{ row: Row; error: Error } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const retry = () => setAttempt((before) => before + 1);
  useEffect(() => {
    const asked = new AbortController();
    const ask = async () => {
      try {
        const answer = await (local === null ? predictRow(id, row, asked.signal) : local.predictRow(row, typical));
        if (asked.signal.aborted) return;
        setKnown({ row, answer });
        setFailure(null);
      } catch (error) {
        if (asked.signal.aborted) return;
        setFailure({ row, error: error instanceof Error ? error : new Error(text.errors.unknown) });
      }
    };
    // The model on this device answers at once.
    const timer = local === null ? setTimeout(() => void ask(), REST_MS) : void ask();
    return () => {
      clearTimeout(timer);
      asked.abort();
    };
  }, [id, row, typical, local, attempt]);
  // Ask again when the connection is back, and when the service is ready for more.
  const error = failure?.error ?? null;
  useEffect(() => {
    if (!(error instanceof ApiError) || !error.transient) return;
    const wait = error.retryAfterMs;
    const timer = wait === null ? undefined : setTimeout(retry, wait);
    window.addEventListener('online', retry);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('online', retry);
    };
  }, [error]);
  // While a changed row is on its way, the last failure is kept: its message must not flicker.
  return { answer: known?.answer ?? null, isCurrent: known?.row === row, error, retry };
}
