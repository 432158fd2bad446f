import { formatGain, formatScore, metricWords } from '@stepwell/metrics/names';
import type { Definition } from '../define/index.ts';
import type { Measure } from '../measure/index.ts';
import type { Protocol } from '../protocol/index.ts';
import { sentenceOf } from './compare-branches.ts';
import type { Gate, GateModel, GroupCheck, OrderCheck } from './gate.ts';

/** If the interval of the AUC lies above this, earlier and later rows can be told apart. */
export const DRIFTS_FROM = 0.55;

const MODELS: Record<GateModel, string> = { small: 'small network', linear: 'linear model' };

function showP(p: number): string {
  return p < 0.001 ? 'below 0.001' : p.toFixed(3);
}

/** The gate's numbers as sentences, the most important first. */
export function evidenceOf(
  measured: Omit<Gate, 'verdict' | 'evidence' | 'advice'>,
  definition: Definition,
  measure: Measure,
  protocol: Protocol,
): string[] {
  const { model, score, baseline, p, tests, ci, gain, power, shuffled, linear } = measured;
  const show = (value: number) => formatScore(measure.name, value);
  const showGain = (value: number) => formatGain(measure.name, value);
  return [
    ...definition.leaks.map(({ column, why }) => `"${column}" ${why}.`),
    `On validation rows, the ${MODELS[model]} scores ${show(score)} (${metricWords[measure.name]}); guessing (${baseline.name}) scores ${show(baseline.score)}.`,
    `Gain: ${showGain(gain)} (95 %: ${showGain(ci[0])} to ${showGain(ci[1])}).`,
    `If the columns had nothing to do with the target, a result this good would occur with probability ${showP(p)}${tests.length > 1 ? ` (${tests.map((one) => `${MODELS[one.model]}: ${showP(one.p)}`).join(', ')}; combined by Bonferroni's bound)` : ''}.`,
    `The smallest gain these rows would show four times in five is about ${showGain(power?.detectable ?? protocol.minimumDetectableGain)}${power === null ? '' : `; one worth having is ${showGain(power.worthwhile)}`}.`,
    ...(shuffled === null
      ? []
      : [
          `Trained on shuffled targets, the same model scores ${show(shuffled)}: that is what memorizing alone achieves.`,
        ]),
    ...(linear === null || model === 'linear' ? [] : [`A linear model scores ${show(linear)}.`]),
    ...(measured.branches === null ? [] : [sentenceOf(measured.branches, measure)]),
    ...learningCurveSentences(measured.learningCurve, show, showGain),
    ...measured.order.map((check) => laterRowsSentence(check, measure, protocol)),
    ...(measured.group === null ? [] : [groupSentence(measured.group, showGain)]),
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

function groupSentence(
  { column, groupedGain, groupedCi, randomGain }: GroupCheck,
  showGain: (value: number) => string,
): string {
  return `Tested on rows whose "${column}" wasn't among the training rows, the gain is ${showGain(groupedGain)} (${showGain(groupedCi[0])} to ${showGain(groupedCi[1])}); on random rows it is ${showGain(randomGain)}.`;
}

/** How a model of earlier rows does on later ones: whether its gain holds, and its score. */
function laterRowsSentence(check: OrderCheck, measure: Measure, protocol: Protocol): string {
  const show = (value: number) => formatScore(measure.name, value);
  const showGain = (value: number) => formatGain(measure.name, value);
  const { column, orderedScore, randomScore, orderedGain, orderedCi, randomGain, scoresWorse } = check;
  const by = column === null ? 'in file order' : `by "${column}"`;
  const scores =
    orderedScore === null || randomScore === null
      ? ''
      : ` It scores ${show(orderedScore)} there and ${show(randomScore)} on random rows.`;
  const worse =
    scoresWorse && orderedCi[0] > 0
      ? ' Later rows are harder to predict, but guessing gets worse there too: the model keeps its advantage, not its score.'
      : '';
  const asked = column === null && protocol.order !== 'time' ? ' This only matters if the file is in time order.' : '';
  return `Trained on earlier rows and tested on later ones (${by}), the gain is ${showGain(orderedGain)} (${showGain(orderedCi[0])} to ${showGain(orderedCi[1])}); on random rows, with the same inputs, it is ${showGain(randomGain)}.${scores}${worse}${asked}`;
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
