'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { alertText } from '../text/alerts.ts';
import { text } from '../text.ts';
import { addPushAlert, readPushKey, removeAlert } from './alert-calls.ts';
import { noteAlert, useAlert } from './alerted-runs.ts';
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
  const alert = useAlert(id);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  if (publicKey === undefined || publicKey === null || !canNotify()) return null;
  const change = async () => {
    setBusy(true);
    setFailure(null);
    try {
      if (alert === null) setFailure(await switchOn(id, editKey, publicKey));
      else {
        await removeAlert(id, editKey, alert);
        noteAlert(id, null);
      }
    } catch (error) {
      setFailure(alertText.failed(error instanceof Error ? error.message : text.errors.unknown));
    }
    setBusy(false);
  };
  const label = alert === null ? alertText.ask : alertText.off;
  return (
    <div className="flex min-h-11 flex-col items-start justify-center gap-1">
      <button type="button" className="button max-sm:px-3" disabled={busy} onClick={() => void change()}>
        {busy && alert === null ? alertText.asking : label}
      </button>
      <p role="status" className={alert === null ? 'sr-only' : 'text-small text-soft'}>
        {alert === null ? '' : alertText.on}
      </p>
      {failure !== null && (
        <p role="alert" className="text-small">
          {failure}
        </p>
      )}
    </div>
  );
}

/** @returns why this browser can't be notified; null if it will be. @throws {ApiError} */
async function switchOn(id: string, editKey: string, publicKey: string): Promise<string | null> {
  const subscription = await subscribe(publicKey);
  if (typeof subscription === 'string') return alertText[subscription];
  noteAlert(id, await addPushAlert(id, editKey, subscription));
  return null;
}
