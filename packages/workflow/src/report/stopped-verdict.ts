import { formatGain, formatScore, metricWords, type MetricName } from '@stepwell/metrics/names';
import { nameQuestion } from '../stages/define/index.ts';
import type { Gate } from '../stages/gate/index.ts';
import type { RunState } from '../run/index.ts';
import { baselineWords } from './baseline-words.ts';
import { differenceWords, gainInterval, isGain, pWords, scoredWords } from './gain-words.ts';

/** The verdict of a run that stopped at the gate: why, the numbers behind it, and what to change. */
export function stoppedVerdict(state: RunState, gate: Gate): string {
  const target = nameQuestion(state.definition!);
  const advice = gate.advice === null ? '' : ` ${gate.advice}`;
  const measure = state.measure!.name;
  const scored = scoredWords(measure, gate.gain);
  switch (gate.verdict) {
    case 'leak-suspected': {
      const { leaks } = state.definition!;
      return `${leaks.map(({ column, why }) => `"${column}" ${why.replace('the target', () => target)}`).join('; ')}. Without ${leaks.length === 1 ? 'it' : 'them'}, a small model ${scored}.${advice}`;
    }
    case 'non-stationary':
      return `A model trained on earlier rows fails on later ones. ${orderSentence(state, gate)}${advice}`;
    case 'underpowered': {
      const { k, rows } = state.protocol!;
      const count = k === null ? rows.validation : rows.train + rows.validation;
      const detectable = gate.power?.detectable ?? state.protocol!.minimumDetectableGain;
      const found = `${differenceWords(measure, gate.gain)} (${gainInterval(measure, gate.ci)})`;
      return `${count} rows to learn from aren't enough to tell whether ${target} can be predicted. Only a gain of ${formatGain(measure, detectable)} or more over guessing could be told from chance (${metricWords[measure]}); a small model scored ${found}.${advice}`;
    }
    case 'measure-blind':
      return `The columns are related to ${target} (${pWords(gate.p)}), but ${metricWords[measure]} doesn't show it: ${besideGuessing(measure, gate)}.${advice}`;
    default: {
      const inputs = state.definition!.inputs.length;
      const columns = inputs === 1 ? 'the one column helps' : `the ${inputs} columns help`;
      const [low, high] = gate.ci;
      const alike = gate.shuffled !== null && Math.abs(gate.score - gate.shuffled) <= high - low;
      const shuffled = alike ? ` It did about as well when the values of ${target} were shuffled.` : '';
      const shown =
        gate.power === null
          ? ''
          : ` A gain of ${formatGain(measure, gate.power.detectable)} or more would most likely have shown.`;
      const chance = isGain(measure, gate.gain) ? `, which may be chance (${pWords(gate.p)})` : '';
      return `No sign that ${columns} predict ${target}: a small model ${scored}${chance}.${shuffled}${shown}${advice}`;
    }
  }
}

/** The score of the gate's model beside that of the best constant guess. */
function besideGuessing(measure: MetricName, { model, score, baseline }: Gate): string {
  const guess = baselineWords[baseline.name] ?? 'guessing';
  const [own, other] = [formatScore(measure, score), formatScore(measure, baseline.score)];
  const who = `a ${model === 'linear' ? 'linear' : 'small'} model`;
  return own === other ? `${who} and ${guess} both score ${own}` : `${who} scores ${own}, ${guess} ${other}`;
}

function orderSentence(state: RunState, gate: Gate): string {
  const [check] = gate.order.toSorted((a, b) => a.orderedGain - b.orderedGain);
  if (check === undefined) return '';
  const measure = state.measure!.name;
  const changed = gate.drift.flatMap(({ columns }) => columns.map(({ column }) => `"${column}"`));
  const most = [...new Set(changed)].slice(0, 3);
  const names = `${most.length === 1 ? 'The column that' : 'Columns that'} changed most over time: ${most.join(', ')}.`;
  // Where nothing is gained without elapsed time, the gate compared with the model that has it.
  const timed = !isGain(measure, check.randomGain) && isGain(measure, gate.gain);
  const drawn = `${differenceWords(measure, timed ? gate.gain : check.randomGain)}${timed ? ' with elapsed time as an input' : ''}`;
  return `It ${scoredWords(measure, check.orderedGain)}; on random rows, ${drawn}.${most.length === 0 ? '' : ` ${names}`}`;
}
