'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { alertText } from '../text/alerts.ts';
import { text } from '../text.ts';
import { addPushAlert, readPushKey } from './alert-calls.ts';
import { noteAlerted, useAlerted } from './alerted-runs.ts';
import { canNotify, subscribe } from './subscribe.ts';

/**
 * For the key holder of a run in the background: asks to be notified when it is done. Nothing is shown where the browser or the
 * service can't do it, and nobody is asked for permission before the tap.
 */
export function AlertButton({ id, editKey }: { id: string; editKey: string }) {
  const { data: publicKey } = useQuery<string | null>({
    queryKey: ['push-key'],
    queryFn: readPushKey,
    staleTime: Infinity,
  });
  const isOn = useAlerted(id);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  if (publicKey === undefined || publicKey === null || !canNotify()) return null;
  const ask = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const subscription = await subscribe(publicKey);
      if (typeof subscription === 'string') setFailure(alertText[subscription]);
      else {
        await addPushAlert(id, editKey, subscription);
        noteAlerted(id);
      }
    } catch (error) {
      setFailure(alertText.failed(error instanceof Error ? error.message : text.errors.unknown));
    }
    setBusy(false);
  };
  return (
    <div className="flex min-h-11 flex-col items-start justify-center gap-1">
      <p role="status" className={isOn ? 'text-small text-soft' : 'sr-only'}>
        {isOn ? alertText.on : ''}
      </p>
      {!isOn && (
        <button type="button" className="button max-sm:px-3" disabled={busy} onClick={() => void ask()}>
          {busy ? alertText.asking : alertText.ask}
        </button>
      )}
      {failure !== null && (
        <p role="alert" className="text-small">
          {failure}
        </p>
      )}
    </div>
  );
}
