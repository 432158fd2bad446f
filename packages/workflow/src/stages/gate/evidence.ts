import { formatGain, formatScore, metricWords } from '@stepwell/metrics/names';
import type { Definition } from '../define/index.ts';
import type { Measure } from '../measure/index.ts';
import type { Protocol } from '../protocol/index.ts';
import type { Gate } from './gate.ts';

/** If the interval of the AUC lies above this, earlier and later rows can be told apart. */
export const DRIFTS_FROM = 0.55;

/** The gate's numbers as sentences, the most important first. */
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
    `On validation rows, the small model scores ${show(score)} (${metricWords[measure.name]}); guessing (${baseline.name}) scores ${show(baseline.score)}.`,
    `Gain: ${showGain(gain)} (95 %: ${showGain(ci[0])} to ${showGain(ci[1])}).`,
    `${test === 'label-permutation' ? 'Predictions this closely related to the target' : 'A gain this large'} would occur by chance with probability ${p < 0.001 ? 'below 0.001' : `about ${p.toFixed(3)}`}.`,
    `The smallest gain these rows can distinguish from chance is about ${showGain(protocol.minimumDetectableGain)}.`,
    ...(shuffled === null
      ? []
      : [
          `Trained on shuffled targets, the same model scores ${show(shuffled)}: that is what memorizing alone achieves.`,
        ]),
    ...(linear === null ? [] : [`A linear model scores ${show(linear)}.`]),
    ...learningCurveSentences(measured.learningCurve, show, showGain),
    ...measured.order.map(({ column, orderedGain, orderedCi, randomGain }) => {
      const by = column === null ? 'in file order' : `by "${column}"`;
      const asked =
        column === null && protocol.order !== 'time' ? ' This only matters if the file is in time order.' : '';
      return `Trained on earlier rows and tested on later ones (${by}), the gain is ${showGain(orderedGain)} (${showGain(orderedCi[0])} to ${showGain(orderedCi[1])}); on random rows it is ${showGain(randomGain)}.${asked}`;
    }),
    ...measured.drift.flatMap(({ column, auc, ci: reach, columns }) => {
      if (reach[0] < DRIFTS_FROM) return [];
      const by = column === null ? 'in file order' : `by "${column}"`;
      const changed =
        columns.length === 0
          ? 'no single column accounts for it'
          : `columns that changed most: ${columns.map(({ column: name, distance }) => `"${name}" (${(100 * distance).toFixed(0)} %)`).join(', ')}`;
      return [`Earlier and later rows (${by}) can be told apart with ROC AUC ${auc.toFixed(2)}; ${changed}.`];
    }),
  ];
}

function learningCurveSentences(
  curve: Gate['learningCurve'],
  show: (value: number) => string,
  showGain: (value: number) => string,
): string[] {
  if (curve === null) return [];
  const points = curve.points.map(({ rows, score }) => `${show(score)} with ${rows}`).join(', ');
  const { gain, ci } = curve.lastDoubling;
  const slope = `the last doubling gained ${showGain(gain)} (${showGain(ci[0])} to ${showGain(ci[1])})`;
  const outlook = curve.moreRowsHelp ? 'more rows would help' : 'the curve is flat within its noise';
  return [`Learning curve by training rows: ${points}; ${slope}, so ${outlook}.`];
}
