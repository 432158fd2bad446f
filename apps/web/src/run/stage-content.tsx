'use client';
import type { StageName } from '@stepwell/workflow/decisions';
import dynamic from 'next/dynamic';
import type { RunReport, RunView } from '../api/client.ts';
import { useParameters } from '../browser/address.ts';
import { trialsIn, type Curve } from '../chart/curve.ts';
import { StageFigures } from '../figures/stage-figures.tsx';
import { ChangeButton } from '../fork/change-button.tsx';
import { Audit } from './audit.tsx';
import { Decisions } from './decisions.tsx';
import { GateEvidence } from './gate-evidence.tsx';
import { skips, trains } from './stages.ts';
import { curveOf } from './trial-names.ts';
import { TrialsTable } from './trials-table.tsx';

/** Loaded with the first curve; its place is reserved. */
const CurvePanel = dynamic(async () => (await import('./curve-panel.tsx')).CurvePanel, {
  ssr: false,
  loading: CurvePlaceholder,
});

/** Props of the content. */
export interface StageContentProps {
  stage: StageName;
  view: RunView;
  report: RunReport | undefined;
  curve: Curve;
  editKey: string | null;
  /** Whether the run pauses after each stage. */
  guided: boolean;
}

/** All that a run has of a stage: its curves, what was decided and why, and its figures. */
export function StageContent({ stage, view, report, curve, editKey, guided }: StageContentProps) {
  const parameters = useParameters();
  const isTrained = trains(stage) && !skips(stage, view.effort);
  return (
    <div className="flex min-w-0 flex-col gap-6">
      {!isTrained ? null : report === undefined ? (
        <CurvePlaceholder />
      ) : (
        <CurvePanel stage={stage} view={view} report={report} curve={curve} />
      )}
      <div className="grid min-w-0 gap-8 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-6">
          <Decisions stage={stage} status={view.status} at={view.stage} decisions={report?.decisions} />
          {report !== undefined && view.effort !== 'single' && (
            <ChangeButton stage={stage} view={view} report={report} editKey={editKey} guided={guided} />
          )}
          {stage === 'define' && report !== undefined && <Audit findings={report.dataset.audit} />}
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          {report !== undefined && <StageFigures stage={stage} view={view} report={report} />}
          {stage === 'gate' && report?.gate != null && report.measure !== null && (
            <GateEvidence gate={report.gate} measure={report.measure} stopped={view.stoppedBy === 'gate'} />
          )}
          {stage === 'tune' && report?.tune != null && report.measure !== null && (
            <TrialsTable
              tune={report.tune}
              measure={report.measure}
              tested={report.test?.trial ?? null}
              onSelect={(trial) => parameters.set({ trial: curveOf(trial, trialsIn(curve)) })}
            />
          )}
        </div>
      </div>
    </div>
  );
}

function CurvePlaceholder() {
  return <div className="min-h-120" />;
}
