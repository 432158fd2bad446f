'use client';
import type { StageName } from '@stepwell/workflow/decisions';
import { useParameters } from '../browser/address.ts';
import { trialsIn } from '../chart/curve.ts';
import { text } from '../text.ts';
import { ConfigDetails } from './config-details.tsx';
import { DeleteRun } from './delete-run.tsx';
import { StageContent, type StageContentProps } from './stage-content.tsx';
import { StageRail } from './stage-rail.tsx';
import { stageNamed, stageStates, stageToShow } from './stages.ts';

/** Props of the stages. */
export interface RunningStagesProps extends Omit<StageContentProps, 'stage'> {
  /** The stage to review, if the run pauses after each. */
  decided: StageName | null;
}

/** A running run's stages: the rail, and the stage that was chosen or is at work. */
export function RunningStages({ decided, ...props }: RunningStagesProps) {
  const { view, report, curve, editKey } = props;
  const parameters = useParameters();
  const stage = stageNamed(parameters.get('stage')) ?? decided ?? stageToShow(view, trialsIn(curve));
  return (
    <>
      <StageRail
        stages={stageStates(view)}
        selected={stage}
        onSelect={(name) => parameters.set({ stage: name, trial: null, with: null, epochs: null })}
      />
      <div className="board-stage flex flex-col gap-6">
        <h2 className="sr-only">{text.stageNames[stage]}</h2>
        <StageContent {...props} stage={stage} />
        <ConfigDetails view={view} report={report} />
        {editKey !== null && <DeleteRun id={view.id} editKey={editKey} />}
      </div>
    </>
  );
}
