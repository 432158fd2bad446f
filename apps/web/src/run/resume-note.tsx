'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { resumeRun } from '../api/calls.ts';
import { text } from '../text.ts';
import { showChangedRun } from '../queries/run-queries.ts';

/** For key holders of a run they stopped: resume it. */
export function ResumeNote({ id, editKey }: { id: string; editKey: string }) {
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const resume = async () => {
    setBusy(true);
    setError(null);
    try {
      await showChangedRun(queryClient, await resumeRun(id, editKey));
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown.message : text.errors.unknown);
    }
    setBusy(false);
  };
  return (
    <div className="notice flex flex-col items-start gap-2">
      <p>{text.driver.stoppedHere}</p>
      <button type="button" className="button bg-paper" disabled={busy} onClick={() => void resume()}>
        {text.driver.resume}
      </button>
      {error !== null && <p role="alert">{error}</p>}
    </div>
  );
}
