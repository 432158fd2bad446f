'use client';
import dynamic from 'next/dynamic';
import type { CSSProperties } from 'react';
import { ApiError } from '../api/api-error.ts';
import type { RunReport, RunView } from '../api/client.ts';
import { useEditKey } from '../browser/known-runs.ts';
import { useSignature } from '../queries/run-queries.ts';
import { text } from '../text.ts';
import { answerLines } from './answer-rows.ts';
import { useFirstFields } from './first-fields.ts';

/** Loaded after the verdict; its place is reserved. */
const TryForm = dynamic(async () => (await import('./try-form.tsx')).TryForm, { ssr: false, loading: Loading });

/** Fields that take as much room as a drawing with all that belongs to it. */
const DRAWING_FIELDS = 5;

/** Props of the panel. */
export interface TryPanelProps {
  /** A finished run. */
  view: RunView;
  /** Undefined until it has loaded. */
  report: RunReport | undefined;
}

/** What a finished run's model answers: to a row that one fills in, to a file, and to a program. */
export function TryPanel({ view, report }: TryPanelProps) {
  // Each opening of the vault may bring another model.
  const editKey = useEditKey(view.id);
  const isOff = view.predictions === 'key';
  const isRefused = isOff && editKey === null;
  const { data: signature, error, refetch } = useSignature(view.id, isRefused ? undefined : report?.test?.opened);
  const first = useFirstFields();
  const columns = signature?.columns.length ?? report?.problem?.inputs.length ?? view.columns - view.target.length;
  const problem = signature ?? report?.problem ?? null;
  const isOfImages = signature?.columns.some(({ kind }) => kind === 'image') ?? false;
  const room: CSSProperties & Record<`--${string}`, number> = {
    '--fields': isOfImages ? DRAWING_FIELDS + Math.min(first, columns - 1) : Math.min(first, columns),
    '--lines': (problem === null ? 1 : answerLines(problem)) + (report?.certainty?.bands == null ? 0 : 2),
    '--more': columns - (isOfImages ? 1 : 0) > first ? 1 : 0,
  };
  return (
    <>
      {isOff && !isRefused && <p className="notice">{text.predict.offForOthers}</p>}
      {isRefused ? (
        <p>{text.predict.off}</p>
      ) : signature === undefined && error !== null ? (
        <NoForm error={error} onRetry={() => void refetch()} />
      ) : (
        <div className="try-room" style={room}>
          {signature === undefined ? <Loading /> : <TryForm key={signature.model} view={view} signature={signature} />}
        </div>
      )}
    </>
  );
}

function NoForm({ error, onRetry }: { error: Error; onRetry: () => void }) {
  if (error instanceof ApiError && error.code === 'not_ready') return <p>{text.predict.noModel}</p>;
  return (
    <div className="flex flex-col items-start gap-2">
      <p role="alert">{error.message}</p>
      <button type="button" className="button" onClick={onRetry}>
        {text.predict.again}
      </button>
    </div>
  );
}

function Loading() {
  return <p className="text-soft">{text.predict.loading}</p>;
}
