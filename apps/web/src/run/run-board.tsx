'use client';
import { useEffect } from 'react';
import type { RunView } from '../api/client.ts';
import { useParameters } from '../browser/address.ts';
import { useEditKey } from '../browser/known-runs.ts';
import { trialsIn } from '../chart/curve.ts';
import { useDriver } from '../drive/use-driver.ts';
import { text } from '../text.ts';
import { Audit } from './audit.tsx';
import { ConfigDetails } from './config-details.tsx';
import { CurvePanel } from './curve-panel.tsx';
import { Decisions } from './decisions.tsx';
import { DriverBar } from './driver-bar.tsx';
import { GateEvidence } from './gate-evidence.tsx';
import { RunHeader } from './run-header.tsx';
import { useCurve, useReport } from './run-queries.ts';
import { StageRail } from './stage-rail.tsx';
import { curveOf } from './trial-names.ts';
import { TrialsTable } from './trials-table.tsx';
import { stageNamed, stageStates, stageToShow } from './stages.ts';
import { VerdictPanel } from './verdict-panel.tsx';
import { WatchNote } from './watch-note.tsx';

/** A run: its verdict first, then its stages, their curves, and why each thing was decided. */
export function RunBoard({ view, stale }: { view: RunView; stale: boolean }) {
  const running = view.status === 'running';
  const editKey = useEditKey(view.id);
  const driver = useDriver(view.id, editKey, running);
  const { data: report } = useReport(view.id, view.version);
  const curve = useCurve(view.id, view.status);
  const parameters = useParameters();
  const stage = stageNamed(parameters.get('stage')) ?? stageToShow(view, trialsIn(curve));
  const title = text.run.title(view.target.join(', '), view.name);
  useEffect(() => {
    document.title = `${title} · ${text.name}`;
  }, [title]);

  return (
    <>
      <RunHeader id={view.id} title={title} />
      <main data-status={view.status} className={`board mx-auto max-w-7xl px-4 pt-4 ${running ? 'pb-40' : 'pb-16'}`}>
        <section className="board-verdict flex flex-col gap-4" aria-label={text.run.verdict}>
          <div>
            <h1 className="heading">{title}</h1>
            <p className="text-small text-soft">{text.run.subtitle(view.rows, view.columns)}</p>
          </div>
          <VerdictPanel view={view} report={report} />
          {running && editKey === null && <WatchNote steps={view.steps} stale={stale} />}
        </section>
        <StageRail
          stages={stageStates(view)}
          selected={stage}
          onSelect={(name) => parameters.set({ stage: name, trial: null })}
        />
        <CurvePanel stage={stage} view={view} report={report} curve={curve} />
        <div className="board-evidence flex flex-col gap-6">
          <Decisions stage={stage} status={view.status} at={view.stage} decisions={report?.decisions} />
          {stage === 'power' && report?.power != null && report.measure !== null && (
            <GateEvidence power={report.power} measure={report.measure} stopped={view.status === 'stopped'} />
          )}
          {stage === 'tune' && report?.tune != null && report.measure !== null && (
            <TrialsTable
              tune={report.tune}
              measure={report.measure}
              tested={report.test?.trial ?? null}
              onSelect={(trial) => parameters.set({ trial: curveOf(trial, trialsIn(curve)) })}
            />
          )}
          {stage === 'define' && report !== undefined && <Audit findings={report.dataset.audit} />}
          <ConfigDetails view={view} report={report} />
        </div>
      </main>
      {running && editKey !== null && <DriverBar view={view} driver={driver} />}
    </>
  );
}
