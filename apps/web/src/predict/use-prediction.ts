import { useCallback, useEffect, useState } from 'react';
import { ApiError } from '../api/api-error.ts';
import { predictRow, type Row } from '../api/calls.ts';
import type { Predicted } from '../api/client.ts';
import type { LocalModel } from '../engine/local-model.ts';
import type { RowAnswer } from '../engine/messages.ts';
import { text } from '../text.ts';
import type { RowDraft } from './row-draft.ts';

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

/** A prediction that doesn't follow the form: it changes with the answer alone. */
export interface LatestPrediction extends Omit<Prediction, 'isCurrent'> {
  /** The row that was answered last. */
  answered: Row | null;
}

/**
 * Predicts a row whenever it changes. The latest row wins: earlier requests are aborted.
 *
 * @param typical a row that the answer is compared with, on this device.
 * @param local the model on this device, which answers at once; null for the service.
 */
export function usePrediction(id: string, draft: RowDraft, typical: Row, local: LocalModel | null): LatestPrediction {
  const [known, setKnown] = useState<{ row: Row; answer: Answer } | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => setAttempt((before) => before + 1), []);
  useEffect(() => {
    let asked = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async ({ signal }: AbortController) => {
      const row = draft.row();
      try {
        const answer = await (local === null ? predictRow(id, row, signal) : local.predictRow(row, typical));
        if (signal.aborted) return;
        setKnown({ row, answer });
        setError(null);
      } catch (cause) {
        if (signal.aborted) return;
        setError(cause instanceof Error ? cause : new Error(text.errors.unknown));
      }
    };
    const stop = () => {
      clearTimeout(timer);
      asked.abort();
    };
    const askAgain = () => {
      stop();
      asked = new AbortController();
      // The model on this device answers at once.
      if (local === null) timer = setTimeout(() => void ask(asked), REST_MS);
      else void ask(asked);
    };
    askAgain();
    const leave = draft.subscribe(askAgain);
    return () => {
      leave();
      stop();
    };
  }, [id, draft, typical, local, attempt]);
  // Ask again when the connection is back, and when the service is ready for more.
  useEffect(() => {
    if (!(error instanceof ApiError) || !error.transient) return;
    const wait = error.retryAfterMs;
    const timer = wait === null ? undefined : setTimeout(retry, wait);
    window.addEventListener('online', retry);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('online', retry);
    };
  }, [error, retry]);
  // While a changed row is on its way, the last failure is kept: its message must not flicker.
  return { answer: known?.answer ?? null, answered: known?.row ?? null, error, retry };
}
