'use client';
import { useState } from 'react';
import { forgetRun } from '../browser/known-runs.ts';
import { text } from '../text.ts';
import { loggedText } from '../text/logged.ts';
import { deleteLogged } from './logged-calls.ts';

const words = loggedText.remove;

/** For key holders: deletes a logged run and all of its points, after a confirmation. */
export function DeleteLogged({ id, editKey }: { id: string; editKey: string }) {
  const [confirming, setConfirming] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const remove = async () => {
    setBusy(true);
    setError(null);
    try {
      await deleteLogged(id, editKey);
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
