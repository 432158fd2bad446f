import { formatGain, formatScore } from '@stepwell/metrics/names';
import type { Definition } from '../define/index.ts';
import type { Measure } from '../measure/index.ts';
import type { Protocol } from '../protocol/index.ts';
import type { Gate } from './gate.ts';

/** An AUC whose interval begins above this tells early rows from late ones. */
export const DRIFTS_FROM = 0.55;

/** The gate's numbers as sentences, the most telling first. */
export function evidenceOf(
  measured: Omit<Gate, 'verdict' | 'evidence' | 'advice'>,
  definition: Definition,
  measure: Measure,
  protocol: Protocol,
): string[] {
  const { score, baseline, p, test, ci, gain, shuffled, linear } = measured;
  const show = (value: number) => formatScore(measure.name, value);
  const showGain = (value: number) => formatGain(measure.name, value);
  return [
    ...definition.leaks.map(({ column, why }) => `"${column}" ${why}.`),
    `Small model ${show(score)}, guessing (${baseline.name}) ${show(baseline.score)}: ${measure.name} on validation rows.`,
    `Gain ${showGain(gain)}, 95 % interval ${showGain(ci[0])} to ${showGain(ci[1])}.`,
    `${test === 'label-permutation' ? 'Predictions this closely related to the target' : 'A gain this large'} would come by luck with probability ${p < 0.001 ? 'below 0.001' : `about ${p.toFixed(3)}`}.`,
    `The smallest gain these rows can tell from luck is about ${showGain(protocol.minimumDetectableGain)}.`,
    ...(shuffled === null
      ? []
      : [`Trained on shuffled targets the same model scores ${show(shuffled)}: what learning by heart is worth.`]),
    ...(linear === null ? [] : [`A linear model scores ${show(linear)}.`]),
    ...learningCurveSentences(measured.learningCurve, show, showGain),
    ...measured.order.map(({ column, orderedGain, orderedCi, randomGain }) => {
      const by = column === null ? 'in the order of the file' : `by "${column}"`;
      const asked =
        column === null && protocol.order !== 'time' ? ' That matters only if the file is in order of time.' : '';
      return `Learned from early rows and judged on later ones (${by}) the gain is ${showGain(orderedGain)} (${showGain(orderedCi[0])} to ${showGain(orderedCi[1])}); on drawn rows it is ${showGain(randomGain)}.${asked}`;
    }),
    ...measured.drift.flatMap(({ column, auc, ci: reach, columns }) => {
      if (reach[0] < DRIFTS_FROM) return [];
      const by = column === null ? 'in the order of the file' : `by "${column}"`;
      const moved =
        columns.length === 0
          ? 'no single column shows it'
          : `what moved: ${columns.map(({ column: name, distance }) => `"${name}" (${(100 * distance).toFixed(0)} %)`).join(', ')}`;
      return [`Early and late rows (${by}) can be told apart with ROC AUC ${auc.toFixed(2)}; ${moved}.`];
    }),
  ];
}

function learningCurveSentences(
  curve: Gate['learningCurve'],
  show: (value: number) => string,
  showGain: (value: number) => string,
): string[] {
  if (curve === null) return [];
  const points = curve.points.map(({ rows, score }) => `${show(score)} from ${rows}`).join(', ');
  const { gain, ci } = curve.lastDoubling;
  const slope = `the last doubling brought ${showGain(gain)} (${showGain(ci[0])} to ${showGain(ci[1])})`;
  const outlook = curve.moreRowsHelp ? 'more rows would help' : 'the learning curve is flat within its noise';
  return [`By training rows: ${points}; ${slope}: ${outlook}.`];
}
