'use client';
import { useState } from 'react';
import { forgetRun } from '../browser/known-runs.ts';
import { text } from '../text.ts';

/** Props of the button. */
export interface DeleteForeverProps {
  id: string;
  words: { ask: string; what: string; now: string; keep: string };
  /** Deletes it on the service. @throws what is shown then. */
  onDelete: () => Promise<void>;
}

/** For key holders: deletes a run and everything stored for it, after a confirmation, and leaves its page. */
export function DeleteForever({ id, words, onDelete }: DeleteForeverProps) {
  const [confirming, setConfirming] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const remove = async () => {
    setBusy(true);
    setError(null);
    try {
      await onDelete();
      forgetRun(id);
      window.location.assign('/');
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown.message : text.errors.unknown);
      setBusy(false);
    }
  };
  if (!confirming) {
    return (
      <button type="button" className="button self-start" onClick={() => setConfirming(true)}>
        {words.ask}
      </button>
    );
  }
  return (
    <section aria-label={words.ask} className="notice flex flex-col items-start gap-2">
      <p>{words.what}</p>
      <div className="flex flex-wrap gap-2">
        <button type="button" className="button bg-paper" disabled={busy} onClick={() => void remove()}>
          {words.now}
        </button>
        <button type="button" className="button bg-paper" disabled={busy} onClick={() => setConfirming(false)}>
          {words.keep}
        </button>
      </div>
      {error !== null && <p role="alert">{error}</p>}
    </section>
  );
}
