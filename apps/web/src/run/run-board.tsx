'use client';
import { useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useDeferredValue, useEffect } from 'react';
import { stopRun } from '../api/calls.ts';
import type { RunView } from '../api/client.ts';
import { useParameters } from '../browser/address.ts';
import { useEditKey, useKnownRun } from '../browser/known-runs.ts';
import { trialsIn } from '../chart/curve.ts';
import { useDriver } from '../drive/use-driver.ts';
import { ChangeButton } from '../fork/change-button.tsx';
import { VariationOf } from '../fork/variation-of.tsx';
import { TryPanel } from '../predict/try-panel.tsx';
import { text } from '../text.ts';
import { Audit } from './audit.tsx';
import { ConfigDetails } from './config-details.tsx';
import { Decisions } from './decisions.tsx';
import { DeleteRun } from './delete-run.tsx';
import { DriverBar } from './driver-bar.tsx';
import { GateEvidence } from './gate-evidence.tsx';
import { ResumeNote } from './resume-note.tsx';
import { RunChecks } from './run-checks.tsx';
import { RunHeader } from './run-header.tsx';
import { showChangedRun, useCurve, useReport } from '../queries/run-queries.ts';
import { StageRail } from './stage-rail.tsx';
import { curveOf } from './trial-names.ts';
import { TrialsTable } from './trials-table.tsx';
import { stageBefore, stageNamed, stageStates, stageToShow } from './stages.ts';
import { VerdictPanel } from './verdict-panel.tsx';
import { WhyPanel } from '../why/why-panel.tsx';
import { WatchNote } from './watch-note.tsx';

/** Loaded after the verdict; their place is reserved. */
const CurvePanel = dynamic(async () => (await import('./curve-panel.tsx')).CurvePanel, {
  ssr: false,
  loading: CurvePlaceholder,
});
const StageFigures = dynamic(async () => (await import('../figures/stage-figures.tsx')).StageFigures, {
  ssr: false,
});

/** A run: its verdict first, then its stages with their curves and decisions. */
export function RunBoard({ view, stale }: { view: RunView; stale: boolean }) {
  const running = view.status === 'running';
  const editKey = useEditKey(view.id);
  const known = useKnownRun(view.id);
  const guided = known?.guided === true;
  const driver = useDriver(view, editKey, guided);
  const queryClient = useQueryClient();
  const { data: report } = useReport(view.id, view.version);
  const curve = useDeferredValue(useCurve(view.id, view.status));
  // The verdict renders first; everything below it may follow later.
  const shown = useDeferredValue(report, undefined);
  const parameters = useParameters();
  // During a review, show the stage that has just finished.
  const decided = driver.pause === 'review' ? stageBefore(view.stage) : null;
  const stage = stageNamed(parameters.get('stage')) ?? decided ?? stageToShow(view, trialsIn(curve));
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

  return (
    <>
      <RunHeader id={view.id} title={title} />
      <main data-status={view.status} className={`board mx-auto max-w-7xl px-4 pt-4 ${running ? 'pb-52' : 'pb-16'}`}>
        <section className="board-verdict flex flex-col gap-4" aria-label={text.run.verdict}>
          <div>
            <h1 className="heading">{title}</h1>
            <p className="text-small text-soft">{text.run.subtitle(view.rows, view.columns)}</p>
          </div>
          <VerdictPanel view={view} report={report} />
          {report !== undefined && <VariationOf id={view.id} spec={report.spec} />}
          {view.stoppedBy === 'person' && editKey !== null && <ResumeNote id={view.id} editKey={editKey} />}
          {running && editKey === null && <WatchNote view={view} stale={stale} />}
        </section>
        {view.status === 'finished' && (report === undefined || (report.test !== null && report.model !== null)) && (
          <div className="board-try">
            <TryPanel view={view} report={report} open={parameters.get('stage') === null} />
            {shown !== undefined && <WhyPanel view={view} report={shown} editKey={editKey} />}
          </div>
        )}
        <StageRail
          stages={stageStates(view)}
          selected={stage}
          onSelect={(name) => parameters.set({ stage: name, trial: null, with: null, epochs: null })}
        />
        {shown === undefined ? (
          <CurvePlaceholder />
        ) : (
          <CurvePanel stage={stage} view={view} report={shown} curve={curve} />
        )}
        <div className="board-evidence flex flex-col gap-6">
          <Decisions stage={stage} status={view.status} at={view.stage} decisions={shown?.decisions} />
          {shown !== undefined && view.effort !== 'single' && (
            <ChangeButton stage={stage} view={view} report={shown} editKey={editKey} guided={guided} />
          )}
          {shown !== undefined && <StageFigures stage={stage} view={view} report={shown} />}
          {stage === 'gate' && shown?.gate != null && shown.measure !== null && (
            <GateEvidence gate={shown.gate} measure={shown.measure} stopped={view.stoppedBy === 'gate'} />
          )}
          {stage === 'tune' && shown?.tune != null && shown.measure !== null && (
            <TrialsTable
              tune={shown.tune}
              measure={shown.measure}
              tested={shown.test?.trial ?? null}
              onSelect={(trial) => parameters.set({ trial: curveOf(trial, trialsIn(curve)) })}
            />
          )}
          {stage === 'define' && shown !== undefined && <Audit findings={shown.dataset.audit} />}
          <ConfigDetails view={view} report={shown} />
          <RunChecks view={view} editKey={editKey} />
          {editKey !== null && <DeleteRun id={view.id} editKey={editKey} />}
        </div>
      </main>
      {running && editKey !== null && (
        <DriverBar view={view} driver={driver} decided={decided} onStop={stop} editKey={editKey} />
      )}
    </>
  );
}

function CurvePlaceholder() {
  return <div className="board-curve min-h-120" />;
}
