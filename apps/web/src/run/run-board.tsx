'use client';
import { useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useDeferredValue, useEffect } from 'react';
import { stopRun } from '../api/calls.ts';
import type { RunReport, RunView } from '../api/client.ts';
import { useEditKey, useKnownRun } from '../browser/known-runs.ts';
import { useDriver } from '../drive/use-driver.ts';
import { VariationOf } from '../fork/variation-of.tsx';
import { showChangedRun, useCurve, useReport } from '../queries/run-queries.ts';
import { text } from '../text.ts';
import { DriverBar } from './driver-bar.tsx';
import { ResumeNote } from './resume-note.tsx';
import { RunHeader } from './run-header.tsx';
import { SpokenState } from './spoken-state.tsx';
import { stageBefore } from './stages.ts';
import { useFocusAtEnd } from './use-focus-at-end.ts';
import { useHandedKey } from './use-handed-key.ts';
import { VerdictPanel } from './verdict-panel.tsx';
import { WatchNote } from './watch-note.tsx';

/** Both are loaded after the verdict; their place is reserved. */
const RunningStages = dynamic(async () => (await import('./running-stages.tsx')).RunningStages, {
  ssr: false,
  loading: Placeholder,
});
const EndedRun = dynamic(async () => (await import('../answers/ended-run.tsx')).EndedRun, {
  ssr: false,
  loading: Placeholder,
});

/** A run: its verdict, and then what follows from it or, while it is running, its stages. */
export function RunBoard({ view, stale }: { view: RunView; stale: boolean }) {
  const isRunning = view.status === 'running';
  const handed = useHandedKey(view);
  const editKey = useEditKey(view.id);
  const known = useKnownRun(view.id);
  const isGuided = known?.guided === true;
  const driver = useDriver(view, editKey, isGuided);
  const queryClient = useQueryClient();
  const { data: report, isFetched } = useReport(view.id, view.version);
  const curve = useDeferredValue(useCurve(view.id, view.status));
  // The verdict renders first; everything below it may follow later.
  const shown = useDeferredValue(report, undefined);
  // The report of an ended run may come after it, or never.
  const isUnread = isFetched && isBehind(report, view);
  const heading = useFocusAtEnd(isRunning);
  // During a review, show the stage that has just finished.
  const decided = driver.pause === 'review' ? stageBefore(view.stage) : null;
  const title = text.run.title(view.target.join(', '), known?.label ?? view.name);
  useEffect(() => {
    document.title = `${title} · ${text.name}`;
  }, [title]);
  const stop = async () => {
    if (editKey === null) return;
    // If a step was committed meanwhile, try once more; other errors show when the run is read again.
    const stopped = await stopRun(view.id, editKey).catch(() => stopRun(view.id, editKey).catch(() => null));
    if (stopped !== null) await showChangedRun(queryClient, stopped);
  };
  const content = { view, report: shown, curve, editKey, guided: isGuided };

  return (
    <>
      <RunHeader id={view.id} title={title} />
      <main
        data-status={view.status}
        className={`mx-auto px-4 pt-4 lg:pt-8 ${isRunning ? 'board max-w-7xl pb-52' : 'flex max-w-4xl flex-col gap-6 pb-16'}`}
      >
        <section className="board-verdict flex flex-col gap-4" aria-label={text.run.verdict}>
          <div>
            <h1 ref={heading} tabIndex={-1} className="heading scroll-mt-16 outline-none">
              {title}
            </h1>
            <p className="text-small text-soft">{text.run.subtitle(view.rows, view.columns)}</p>
          </div>
          {handed !== 'none' && (
            <p role={handed === 'wrong' ? 'alert' : 'status'} className="notice text-small">
              {text.run.handed[handed]}
            </p>
          )}
          <SpokenState view={view} />
          <VerdictPanel view={view} report={report} />
          {report !== undefined && <VariationOf id={view.id} spec={report.spec} />}
          {view.stoppedBy === 'person' && editKey !== null && <ResumeNote id={view.id} editKey={editKey} />}
          {isRunning && editKey === null && <WatchNote view={view} stale={stale} />}
        </section>
        {isRunning ? (
          <RunningStages {...content} decided={decided} />
        ) : isBehind(shown, view) && !isUnread ? (
          <Placeholder />
        ) : (
          <EndedRun {...content} />
        )}
      </main>
      {isRunning && editKey !== null && (
        <DriverBar view={view} driver={driver} decided={decided} onStop={stop} editKey={editKey} />
      )}
    </>
  );
}

/** Whether a report is of before the run ended. */
function isBehind(report: RunReport | undefined, { status }: RunView): boolean {
  return report === undefined || report.run.status !== status;
}

function Placeholder() {
  return <div className="min-h-screen" />;
}
