'use client';
import type { StageName } from '@stepwell/workflow/decisions';
import { formatNumber, formatScore, isShare, metricWords } from '@stepwell/workflow/format';
import { useMemo } from 'react';
import type { RunReport, RunView } from '../api/client.ts';
import { useParameters } from '../browser/address.ts';
import { foldsOf, NO_CURVE, trialsIn, type Curve } from '../chart/curve.ts';
import type { Mark } from '../chart/draw-labels.ts';
import { LineChart } from '../chart/line-chart.tsx';
import { linesOf, type ChartData, type Reference } from '../chart/lines.ts';
import { text } from '../text.ts';
import { CurveChoice, CurveOptions } from './curve-controls.tsx';
import { CurveTable } from './curve-table.tsx';
import { passesBy, trains, trialsOfStage } from './stages.ts';
import { inOrder, trialName, trialToShow } from './trial-names.ts';

/** What a panel is made of. */
export interface CurvePanelProps {
  stage: StageName;
  view: Pick<RunView, 'status' | 'effort'>;
  report: RunReport | undefined;
  curve: Curve;
}

const { train, validation, baseline, linear, shuffled } = text.chart;
const NAMES = { train, validation, baseline, linear, shuffled };
/** Judged on rows of their own: what guessing is worth there is another number. */
const ELSEWHERE = /^(?:ordered|random|late)-/;
/** Tells early rows from late ones: its score is ROC AUC, whatever the run's measure is. */
const TELLS_TIME = /^late-/;

/** The curves of a stage: one trial at a time, the mean over its folds before each of them. */
export function CurvePanel({ stage, view, report, curve }: CurvePanelProps) {
  const parameters = useParameters();
  const trials = inOrder(trialsOfStage(stage, trialsIn(curve), report?.tune?.trials), report);
  const asked = parameters.get('trial');
  const trial = asked !== null && trials.includes(asked) ? asked : trialToShow(trials, report);
  const folds = useMemo(() => (trial === null ? [] : foldsOf(curve, trial)), [curve, trial]);
  const wantsScore = parameters.get('chart') === 'score';
  const kind = wantsScore && stage !== 'test' ? 'score' : 'loss';
  const tellsTime = trial !== null && TELLS_TIME.test(trial);
  const measure = tellsTime ? 'roc-auc' : (report?.measure?.name ?? null);
  const percent = kind === 'score' && measure !== null && isShare(measure);
  const log = parameters.get('log') === '1' && !percent;
  const smoothed = parameters.get('smooth') === '1';
  const references = useMemo(() => referencesOf(trial, report), [trial, report]);
  const data = useMemo(
    () => linesOf(folds, { kind, smoothed, log, references }),
    [folds, kind, smoothed, log, references],
  );
  const mark = trial === null || kind === 'score' ? null : markOf(trial, report);
  const format = useMemo(
    () => (value: number) => (kind === 'score' && measure !== null ? formatScore(measure, value) : formatNumber(value)),
    [kind, measure],
  );
  const tick = useMemo(
    () => (value: number) => (percent ? `${shorten(100 * value)}\u00a0%` : shorten(value)),
    [percent],
  );
  const table = parameters.get('table') === '1';
  const quantity = kind === 'loss' || measure === null ? text.chart.loss : metricWords[measure];

  const passed = passesBy(stage, view.effort);
  if (passed || !trains(stage)) {
    return (
      <section className="board-curve" aria-label={text.chart.kind}>
        <p className="text-soft">{passed ? text.chart.passed : text.chart.none}</p>
      </section>
    );
  }
  return (
    <section className="board-curve flex min-w-0 flex-col gap-2" aria-label={text.chart.kind}>
      <CurveChoice
        trials={trials.map((id) => ({ id, name: trialName(id, report) }))}
        trial={trial}
        scored={stage !== 'test' && measure !== null}
        kind={kind}
        onChange={parameters.set}
      />
      {trial === null || data.lines.length === 0 ? (
        <p className="flex h-66 items-center justify-center rounded-md border border-line px-8 text-center text-soft">
          {nothingDrawn(view.status, folds.length > 0, curve)}
        </p>
      ) : table ? (
        <CurveTable data={data} names={NAMES} format={format} caption={quantity} />
      ) : (
        <LineChart
          data={data}
          names={NAMES}
          quantity={quantity}
          format={format}
          tick={tick}
          log={log}
          mark={mark}
          label={labelOf(quantity, trialName(trial, report), data, format, mark)}
        />
      )}
      <CurveOptions smoothed={smoothed} log={log} canLog={!percent} table={table} onChange={parameters.set} />
      {data.lines.length > 0 && (
        <p className="text-small text-soft">
          {stage === 'test' ? text.chart.noScore : text.chart.folds(data.folds, folds.length)}
          {tellsTime && kind === 'score' && ` ${text.chart.late}`}
        </p>
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

/** A tick as short as it can be: 0.25, 1, 20. */
function shorten(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** The epoch at which a rung began to overfit, once it was judged. */
function markOf(trial: string, report: RunReport | undefined): Mark | null {
  const judged = report?.scaleUp?.rungs.find((rung) => rung.trial === trial);
  const epoch = judged?.overfitEpoch ?? null;
  return epoch === null ? null : { epoch, label: text.chart.overfit(epoch, judged?.overfitSpread ?? null) };
}

/** What a trial's score is held against: the best constant guess, and at the gate its controls. */
function referencesOf(trial: string | null, report: RunReport | undefined): Reference[] {
  const guess = report?.baselines?.[0];
  if (trial === null || guess === undefined) return [];
  if (TELLS_TIME.test(trial)) return [{ role: 'baseline', score: 0.5 }];
  if (ELSEWHERE.test(trial)) return [];
  const power = trial === 'power' ? report?.power : null;
  return [
    { role: 'baseline', score: guess.score },
    ...(power?.linear == null ? [] : [{ role: 'linear' as const, score: power.linear }]),
    ...(power?.shuffled == null ? [] : [{ role: 'shuffled' as const, score: power.shuffled }]),
  ];
}

function labelOf(
  quantity: string,
  trial: string,
  data: ChartData,
  format: (value: number) => string,
  mark: Mark | null,
): string {
  const last = data.lines.flatMap(({ role, weight, values }) => {
    const value = values.at(-1);
    return weight === 'main' && value !== null && value !== undefined ? [`${NAMES[role]} ${format(value)}`] : [];
  });
  return text.chart.figure(quantity, trial, data.epochs.length, last.join(', '), mark?.label ?? '');
}
