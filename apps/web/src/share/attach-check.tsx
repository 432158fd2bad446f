'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { attachCheck } from '../api/calls.ts';
import { readAgain } from '../api/after-change.ts';
import type { RunReport } from '../api/client.ts';
import { engineOf } from '../browser/engine-of.ts';
import type { CheckedHere } from '../engine/messages.ts';
import { checksQueryKey } from '../queries/run-queries.ts';
import { text } from '../text.ts';
import { shareText } from '../text/share.ts';

const words = shareText.check;

/** Props of the button. */
export interface AttachCheckProps {
  id: string;
  /** The edit key: only its holder may attach. */
  editKey: string;
  /** Of the run that was checked. */
  report: RunReport;
  checked: CheckedHere;
}

/** For key holders: attaches what came of a check to the run, where whoever has the link sees it. */
export function AttachCheck({ id, editKey, report, checked }: AttachCheckProps) {
  const queryClient = useQueryClient();
  const [state, setState] = useState<'open' | 'busy' | 'attached'>('open');
  const [failure, setFailure] = useState<string | null>(null);
  const engine = engineOf(navigator.userAgent);
  // Of another file it is no check of this run, and the service refuses it.
  if (engine === null || checked.otherFiles.length > 0) return null;
  const attach = async () => {
    setState('busy');
    setFailure(null);
    const { dataset, testDataset } = report.spec;
    try {
      await attachCheck(id, editKey, {
        result: checked.difference === null ? 'same' : 'different',
        where: { kind: 'browser', ...engine },
        weights: checked.sha256,
        dataset,
        ...(testDataset === undefined ? {} : { testDataset }),
      });
      await readAgain(queryClient, checksQueryKey(id));
      setState('attached');
    } catch (error) {
      setFailure(error instanceof Error ? error.message : text.errors.unknown);
      setState('open');
    }
  };
  return (
    <div className="flex flex-col items-start gap-2">
      <p className="text-small text-soft">{words.attachWhat}</p>
      {state !== 'attached' && (
        <button type="button" className="button" disabled={state === 'busy'} onClick={() => void attach()}>
          {words.attach}
        </button>
      )}
      <p aria-live="polite" className="min-h-5 text-small">
        {state === 'attached' ? words.attached : ''}
      </p>
      {failure !== null && (
        <p role="alert" className="text-small text-bad">
          {failure}
        </p>
      )}
    </div>
  );
}
