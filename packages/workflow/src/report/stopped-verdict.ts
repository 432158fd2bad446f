import { formatGain, formatScore, metricWords } from '@stepwell/metrics/names';
import { nameTarget } from '../stages/define/index.ts';
import type { Gate } from '../stages/gate/index.ts';
import type { RunState } from '../run/index.ts';

/** The verdict of a run that stopped at the gate: why, the numbers behind it, and what to change. */
export function stoppedVerdict(state: RunState, gate: Gate): string {
  const target = nameTarget(state.definition!.target);
  const advice = gate.advice === null ? '' : ` ${gate.advice}`;
  const measure = state.measure!.name;
  const gained =
    gate.gain > 0
      ? `scored ${formatGain(measure, gate.gain)} better`
      : `scored ${formatGain(measure, -gate.gain)} worse`;
  switch (gate.verdict) {
    case 'leak-suspected': {
      const { leaks } = state.definition!;
      return `${leaks.map(({ column, why }) => `"${column}" ${why.replace('the target', () => target)}`).join('; ')}. Without ${leaks.length === 1 ? 'it' : 'them'}, a small model ${gained} than guessing (${metricWords[measure]}).${advice}`;
    }
    case 'non-stationary':
      return `A model trained on earlier rows fails on later ones. ${orderSentence(state, gate)}${advice}`;
    case 'underpowered': {
      const { k, rows } = state.protocol!;
      const count = k === null ? rows.validation : rows.train + rows.validation;
      const detectable = gate.power?.detectable ?? state.protocol!.minimumDetectableGain;
      const [low, high] = gate.ci;
      return `${count} rows aren't enough to tell whether ${target} can be predicted. A model would have to beat guessing by ${formatGain(measure, detectable)} (${metricWords[measure]}) to be distinguishable from chance; this one ${gained} (95 %: ${formatGain(measure, low)} to ${formatGain(measure, high)}).${advice}`;
    }
    case 'measure-blind':
      return `The columns are related to ${target}, but ${metricWords[measure]} doesn't show it: always guessing the same scores about as well (${gate.baseline.name}: ${formatScore(measure, gate.baseline.score)}, ${gate.model === 'linear' ? 'a linear model' : 'a small model'}: ${formatScore(measure, gate.score)}).${advice}`;
    default: {
      const inputs = state.definition!.inputs.length;
      const columns = inputs === 1 ? 'the one column helps' : `the ${inputs} columns help`;
      const [low, high] = gate.ci;
      const alike = gate.shuffled !== null && Math.abs(gate.score - gate.shuffled) <= high - low;
      const shuffled = alike ? ' Trained on shuffled targets, it scored about as well.' : '';
      return `No sign that ${columns} predict ${target}: a small model ${gained} than guessing (${metricWords[measure]}).${shuffled} Chance alone does as well with probability ${gate.p.toFixed(2)}.${advice}`;
    }
  }
}

function orderSentence(state: RunState, gate: Gate): string {
  const [check] = gate.order.toSorted((a, b) => a.orderedGain - b.orderedGain);
  if (check === undefined) return '';
  const measure = state.measure!.name;
  const changed = gate.drift.flatMap(({ columns }) => columns.map(({ column }) => `"${column}"`));
  const names = [...new Set(changed)].slice(0, 3).join(', ');
  return `On random rows the gain over guessing is ${formatGain(measure, check.randomGain)} (${metricWords[measure]}); on later rows it is ${formatGain(measure, check.orderedGain)}.${names === '' ? '' : ` Columns that changed most: ${names}.`}`;
}
