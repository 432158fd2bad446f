'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { allowPredictions } from '../api/calls.ts';
import type { RunView } from '../api/client.ts';
import { showChangedRun } from '../queries/run-queries.ts';
import { text } from '../text.ts';
import { shareText } from '../text/share.ts';

const words = shareText.predictions;

/** For key holders: whether those who have a link may use the run's model. */
export function PredictionsSwitch({ run, editKey }: { run: RunView; editKey: string }) {
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const isOff = run.predictions === 'key';
  const change = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const changed = await allowPredictions(run.id, editKey, isOff ? 'link' : 'key');
      await showChangedRun(queryClient, changed);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : text.errors.unknown);
    }
    setBusy(false);
  };
  return (
    <section aria-label={words.title} className="flex flex-col items-start gap-2 border-t border-line pt-2">
      <h3 className="font-semibold">{words.title}</h3>
      <p aria-live="polite" className="text-small text-soft">
        {isOff ? words.off : words.on}
      </p>
      <button type="button" className="button" disabled={busy} onClick={() => void change()}>
        {isOff ? words.switchOn : words.switchOff}
      </button>
      {failure !== null && (
        <p role="alert" className="text-small text-bad">
          {failure}
        </p>
      )}
    </section>
  );
}
