'use client';
import { useState } from 'react';
import { text } from '../text.ts';
import type { ShareDialog } from './share-dialog.tsx';

/** Opens the share dialog, which is loaded on demand. */
export function ShareButton({ id, title }: { id: string; title: string }) {
  const [open, setOpen] = useState(false);
  const [Dialog, setDialog] = useState<typeof ShareDialog | null>(null);
  const [failed, setFailed] = useState(false);
  const show = async () => {
    try {
      const module = await import('./share-dialog.tsx');
      setDialog(() => module.ShareDialog);
      setFailed(false);
      setOpen(true);
    } catch {
      setFailed(true);
    }
  };
  return (
    <>
      <button type="button" aria-haspopup="dialog" className="tap px-2 text-accent" onClick={() => void show()}>
        {text.run.share}
      </button>
      {failed && (
        <p role="alert" className="absolute inset-x-0 top-full border-b border-line bg-paper px-4 py-2 text-small">
          {text.errors.unreachable}
        </p>
      )}
      {open && Dialog !== null && <Dialog id={id} title={title} onClose={() => setOpen(false)} />}
    </>
  );
}
