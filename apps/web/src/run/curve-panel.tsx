'use client';
import type { StageName } from '@stepwell/workflow/decisions';
import { useMemo } from 'react';
import type { RunReport, RunView } from '../api/client.ts';
import { useParameters } from '../browser/address.ts';
import { useMedia } from '../browser/media.ts';
import { NO_CURVE, trialsIn, type Curve } from '../chart/curve.ts';
import { MOST_BANDS, type ChartKind } from '../chart/lines.ts';
import { LineChart } from '../chart/line-chart.tsx';
import { readRange, writeRange } from '../chart/range.ts';
import { hasEnded } from '../chart/has-ended.ts';
import { useTrialCurves } from '../chart/use-trial-curves.ts';
import { text } from '../text.ts';
import { CurveCaption } from './curve-caption.tsx';
import { drawnTrials, readCurveView } from './curve-view.ts';
import { CurveChoice, CurveOptions } from './curve-controls.tsx';
import { CurveOverlay } from './curve-overlay.tsx';
import { marksOf, measureOf, paneOf, referencesOf, sentenceOf } from './curve-panes.ts';
import { CurveTable } from './curve-table.tsx';
import { skips, trains, trialsOfStage } from './stages.ts';
import { inOrder, trialName, trialToShow } from './trial-names.ts';

/** Props of the panel. */
export interface CurvePanelProps {
  stage: StageName;
  view: Pick<RunView, 'status' | 'effort'>;
  report: RunReport | undefined;
  curve: Curve;
}

/** The curves of a stage: one trial with its folds, or several trials overlaid. */
export function CurvePanel(props: CurvePanelProps) {
  const { stage, view } = props;
  const skipped = skips(stage, view.effort);
  if (!skipped && trains(stage)) return <TrainedPanel {...props} />;
  return (
    <section aria-label={text.chart.kind}>
      <p className="text-soft">{skipped ? text.chart.skipped : text.chart.none}</p>
    </section>
  );
}

function TrainedPanel({ stage, view, report, curve }: CurvePanelProps) {
  const parameters = useParameters();
  const wide = useMedia('(min-width: 64rem)');
  const trials = inOrder(trialsOfStage(stage, trialsIn(curve), report?.tune?.trials), report);
  const asked = readCurveView(parameters, stage, trials);
  const { smoothed, spread, log, table } = asked;
  const trial = asked.trial ?? trialToShow(trials, report);
  const drawn = drawnTrials(trial, asked.others);
  const measure = measureOf(trial, report);
  const kind = measure === null ? 'loss' : asked.kind === 'both' && !wide ? 'score' : asked.kind;
  const several = drawn.length > 1;
  const curves = useTrialCurves(
    drawn.map((id, series) => ({
      key: id,
      trial: id,
      series,
      curve,
      name: several ? trialName(id, undefined) : id,
      ended: hasEnded(id, report),
    })),
  );
  const marks = useMemo(() => marksOf(drawn, report), [drawn.join(), report]);
  const panes = useMemo(() => {
    const references = referencesOf(trial, report);
    const pane = (one: ChartKind) =>
      paneOf(curves, { kind: one, overlay: several, smoothed, spread, log, measure, references, marks });
    const drawnOf = (kinds: readonly ChartKind[]) => kinds.map(pane).filter(({ data }) => data.lines.length > 0);
    const found = drawnOf(kind === 'both' ? ['loss', 'score'] : [kind]);
    // A trial may have no score, in its first epochs or at all.
    return found.length === 0 && kind === 'score' ? drawnOf(['loss']) : found;
  }, [curves, several, kind, smoothed, spread, log, measure, marks, trial, report]);
  const epochs = Math.max(0, ...curves.map((one) => one.epochs));
  const folded = curves.some(({ train }) => train.each.length > 1);
  const range = readRange(parameters.get('epochs'), epochs);
  const name = several ? text.chart.overlay.trials(drawn.length) : trial === null ? '' : trialName(trial, report);

  return (
    <section className="flex min-h-120 min-w-0 flex-col gap-2" aria-label={text.chart.kind}>
      <CurveChoice
        trials={trials.map((id) => ({ id, name: trialName(id, report) }))}
        trial={trial}
        measure={stage === 'test' ? null : measure}
        both={wide}
        kind={kind}
        spread={folded && drawn.length <= MOST_BANDS ? spread : null}
        onChange={parameters.set}
      />
      {trial === null || panes.length === 0 ? (
        <p className="flex h-66 items-center justify-center rounded-md border border-line px-8 text-center text-soft">
          {nothingDrawn(view.status, epochs > 0, curve)}
        </p>
      ) : table ? (
        <CurveTable panes={panes} range={range} />
      ) : (
        <LineChart
          panes={panes}
          range={range}
          onRange={(next) => parameters.set({ epochs: writeRange(next, epochs) })}
          label={sentenceOf(panes, name, marks)}
        />
      )}
      <CurveOptions
        smoothed={smoothed}
        log={panes.some((pane) => pane.log)}
        canLog={panes.some((pane) => pane.canLog)}
        table={table}
        onChange={parameters.set}
      />
      {trials.length > 1 && (
        <CurveOverlay
          trials={trials.map((id) => ({ id, name: trialName(id, report) }))}
          drawn={drawn}
          onChange={(ids) => parameters.set({ with: ids.length === 0 ? null : ids.join(',') })}
        />
      )}
      {panes[0] !== undefined && (
        <CurveCaption
          stage={stage}
          trial={trial}
          curves={curves}
          folds={panes[0].data.folds}
          kind={kind}
          spread={spread}
          marks={marks}
        />
      )}
    </section>
  );
}

/** Why there is no curve. */
function nothingDrawn(status: RunView['status'], trained: boolean, curve: Curve): string {
  if (status === 'running') return text.chart.empty;
  if (curve === NO_CURVE) return text.chart.reading;
  return trained ? text.chart.diverged : text.run.skipped;
}
