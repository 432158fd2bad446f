'use client';
import type { StageName } from '@stepwell/workflow/decisions';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { createRun, stopRun } from '../api/calls.ts';
import type { RunReport, RunView } from '../api/client.ts';
import { rememberRun } from '../browser/known-runs.ts';
import { text } from '../text.ts';
import type { Draft } from './draft.ts';
import { specDifferences } from './spec-difference.ts';
import { StageFields } from './stage-fields.tsx';

const words = text.fork;

/** What is changed, and in which run. */
export interface ChangeDialogProps {
  stage: StageName;
  view: RunView;
  report: RunReport;
  /** The run's edit key; null for someone who only watches it. */
  editKey: string | null;
  /** Whether the new run pauses after each stage. */
  guided: boolean;
  onClose: () => void;
}

/** Starts a new run on the same data with something changed, from the form of one stage. */
export function ChangeDialog({ stage, view, report, editKey, guided, onClose }: ChangeDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [draft, setDraft] = useState<Draft>(report.spec);
  const [starting, setStarting] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const stops = editKey !== null && view.status === 'running';

  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  const start = async (event: FormEvent) => {
    event.preventDefault();
    if (specDifferences(report.spec, draft).length === 0) return setError(words.nothing);
    setStarting(true);
    setError(null);
    try {
      const { id, key } = await createRun({ ...draft, from: view.id });
      const known = { id, name: view.name, target: view.target.join(', '), createdAt: Date.now() };
      rememberRun(guided ? { ...known, guided } : known, key);
      // The new run exists by now, even if the old one can't be stopped.
      if (stops) await stopRun(view.id, editKey).catch(() => null);
      window.location.assign(`/r/${id}`);
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown.message : text.errors.unknown);
      setStarting(false);
    }
  };

  return (
    <dialog
      ref={dialog}
      aria-labelledby="change-title"
      onClose={onClose}
      className="m-auto max-h-[90dvh] w-[min(28rem,calc(100vw-2rem))] rounded-md border border-line bg-paper p-4 text-ink backdrop:bg-ink/40"
    >
      <form className="flex flex-col gap-4" onSubmit={(event) => void start(event)}>
        <div>
          <h2 id="change-title" className="heading">
            {words.title}: {text.stageNames[stage]}
          </h2>
          <p className="text-small text-soft">
            {words.explain} {stops && words.stops}
          </p>
        </div>
        <StageFields stage={stage} report={report} draft={draft} onChange={setDraft} />
        {error !== null && (
          <p role="alert" className="notice border-bad">
            {error}
          </p>
        )}
        <p className="flex flex-wrap gap-2">
          <button type="submit" className="button button-main" disabled={starting}>
            {starting ? words.starting : words.start}
          </button>
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            {words.cancel}
          </button>
        </p>
      </form>
    </dialog>
  );
}
