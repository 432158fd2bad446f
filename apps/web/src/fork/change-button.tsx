'use client';
import type { StageName } from '@stepwell/workflow/decisions';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { text } from '../text.ts';
import type { ChangeDialogProps } from './change-dialog.tsx';

const ChangeDialog = dynamic(async () => (await import('./change-dialog.tsx')).ChangeDialog, { ssr: false });

/** Opens the form to change a stage of a run. */
export function ChangeButton({ stage, ...props }: Omit<ChangeDialogProps, 'onClose'>) {
  // The run may reach another stage while the form is open.
  const [changing, setChanging] = useState<StageName | null>(null);
  const { editKey, view } = props;
  const { change, changeRunning, changeOthers } = text.fork;
  const name = editKey === null ? changeOthers : view.status === 'running' ? changeRunning : change;
  return (
    <>
      <button type="button" className="button w-fit" aria-haspopup="dialog" onClick={() => setChanging(stage)}>
        {name}
      </button>
      {changing !== null && <ChangeDialog {...props} stage={changing} onClose={() => setChanging(null)} />}
    </>
  );
}
