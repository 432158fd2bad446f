'use client';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { text } from '../text.ts';

/** Read only when someone wants to share. */
const ShareDialog = dynamic(() => import('./share-dialog.tsx').then((module) => module.ShareDialog), { ssr: false });

/** Opens everything that a run can be shared as. */
export function ShareButton({ id, title }: { id: string; title: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" aria-haspopup="dialog" className="tap px-2 text-accent" onClick={() => setOpen(true)}>
        {text.share.open}
      </button>
      {open && <ShareDialog id={id} title={title} onClose={() => setOpen(false)} />}
    </>
  );
}
