import { formatNumber } from '@stepwell/base/format';
import { formatScore, isShare, metricWords, type MetricName } from '@stepwell/metrics/names';
import type { RunReport } from '../api/client.ts';
import type { Mark } from '../chart/draw-labels.ts';
import type { ChartPane } from '../chart/line-chart.tsx';
import {
  linesOf,
  overlayOf,
  type ChartKind,
  type LineOptions,
  type Reference,
  type TrialCurves,
} from '../chart/lines.ts';
import { text } from '../text.ts';

const { train, validation, baseline, linear, shuffled } = text.chart;

/** Names of the lines in a chart of one trial. */
export const LINE_NAMES = { train, validation, baseline, linear, shuffled };

/** Trials evaluated on other rows, where guessing scores differently. */
const ELSEWHERE = /^(?:ordered|random|late)-/;
/** Trials that predict whether a row is early or late: their score is ROC AUC, whatever the run's measure. */
const TELLS_TIME = /^late-/;

/** @returns the measure of a trial's score; null before the run has chosen one. */
export function measureOf(trial: string | null, report: RunReport | undefined): MetricName | null {
  if (trial !== null && TELLS_TIME.test(trial)) return 'roc-auc';
  return report?.measure?.name ?? null;
}

/** What to draw of a trial. */
export interface PaneOptions extends Pick<LineOptions, 'smoothed' | 'spread'> {
  kind: ChartKind;
  /** Whether there are several trials, each with its own color and name. */
  overlay: boolean;
  log: boolean;
  measure: MetricName | null;
  references: readonly Reference[];
  marks: readonly Mark[];
}

/** @returns a chart of one trial, or of several overlaid. */
export function paneOf(trials: readonly TrialCurves[], options: PaneOptions): ChartPane {
  const { kind, measure, overlay, log, marks } = options;
  const [first] = trials;
  const lines = { ...options, names: LINE_NAMES };
  const percent = kind === 'score' && measure !== null && isShare(measure);
  return {
    data:
      first === undefined
        ? { epochs: [], lines: [], folds: 0 }
        : overlay
          ? overlayOf(trials, lines)
          : linesOf(first, lines),
    quantity: kind === 'loss' || measure === null ? text.chart.loss : metricWords[measure],
    log: log && !percent,
    canLog: !percent,
    marks,
    format: (value) => (kind === 'score' && measure !== null ? formatScore(measure, value) : formatNumber(value)),
    tick: (value) => (percent ? `${shorten(100 * value)}\u00a0%` : shorten(value)),
  };
}

/** The epochs at which finished rungs start to overfit. */
export function marksOf(trials: readonly string[], report: RunReport | undefined): Mark[] {
  return trials.flatMap((trial, i) => {
    const finished = report?.scaleUp?.rungs.find((rung) => rung.trial === trial);
    const epoch = finished?.overfitEpoch ?? null;
    if (epoch === null) return [];
    const label = text.chart.overfit(epoch, finished?.overfitSpread ?? null);
    return [{ epoch, label, spread: finished?.overfitSpread ?? null, series: trials.length === 1 ? null : i }];
  });
}

/** The scores to compare a trial with: the best baseline, and at the gate its controls. */
export function referencesOf(trial: string | null, report: RunReport | undefined): Reference[] {
  const guess = report?.baselines?.[0];
  if (trial === null || guess === undefined) return [];
  if (TELLS_TIME.test(trial)) return [{ role: 'baseline', score: 0.5 }];
  if (ELSEWHERE.test(trial)) return [];
  const gate = trial === 'power' ? report?.gate : null;
  return [
    { role: 'baseline', score: guess.score },
    ...(gate?.linear == null ? [] : [{ role: 'linear' as const, score: gate.linear }]),
    ...(gate?.shuffled == null ? [] : [{ role: 'shuffled' as const, score: gate.shuffled }]),
  ];
}

/** A chart in one sentence. */
export function sentenceOf(panes: readonly ChartPane[], name: string, marks: readonly Mark[]): string {
  return panes
    .map(({ data, quantity, format }, i) => {
      const last = data.lines.flatMap((line) => {
        const value = line.weight === 'main' ? line.values[data.epochs.length - 1] : null;
        return value === null || value === undefined ? [] : [`${line.name} ${format(value)}`];
      });
      const mark = i === 0 && marks[0]?.series === null ? marks[0].label : '';
      return text.chart.figure(quantity, name, data.epochs.length, last.join(', '), mark);
    })
    .join(' ');
}

/** A tick label, as short as possible: 0.25, 1, 20. */
function shorten(value: number): string {
  return String(Number(value.toPrecision(3)));
}
