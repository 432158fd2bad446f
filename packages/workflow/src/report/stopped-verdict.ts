import { formatGain, metricWords } from '@stepwell/metrics/names';
import { nameTarget } from '../stages/define/index.ts';
import type { Gate } from '../stages/gate/index.ts';
import type { RunState } from '../run/index.ts';

/** The verdict of a run that stopped at the gate: why, by what numbers, and what to change. */
export function stoppedVerdict(state: RunState, gate: Gate): string {
  const target = nameTarget(state.definition!.target);
  const advice = gate.advice === null ? '' : ` ${gate.advice}`;
  const measure = state.measure!.name;
  const gained =
    gate.gain > 0 ? `did ${formatGain(measure, gate.gain)} better` : `did ${formatGain(measure, -gate.gain)} worse`;
  switch (gate.verdict) {
    case 'leak-suspected': {
      const { leaks } = state.definition!;
      return `${leaks.map(({ column, why }) => `"${column}" ${why.replace('the target', target)}`).join('; ')}. Without, a small model ${gained} (${metricWords[measure]}) than guessing.${advice}`;
    }
    case 'non-stationary':
      return `What is learned from early rows fails on later ones. ${orderSentence(state, gate)}${advice}`;
    case 'underpowered': {
      const { k, rows } = state.protocol!;
      const count = k === null ? rows.validation : rows.train + rows.validation;
      return `${count} rows can't settle whether ${target} can be predicted. A model would have to beat guessing by ${formatGain(measure, state.protocol!.minimumDetectableGain)} (${metricWords[measure]}) before we could tell it from luck; this one ${gained}.${advice}`;
    }
    default: {
      const inputs = state.definition!.inputs.length;
      const columns = inputs === 1 ? 'the one column says' : `the ${inputs} columns say`;
      const [low, high] = gate.ci;
      const alike = gate.shuffled !== null && Math.abs(gate.score - gate.shuffled) <= high - low;
      const luck = alike ? 'Shuffled targets were predicted about as well, and luck' : 'Luck';
      return `No sign that ${columns} anything about ${target}: a small model ${gained} (${metricWords[measure]}) than guessing. ${luck} does as well with probability ${gate.p.toFixed(2)}.${advice}`;
    }
  }
}

function orderSentence(state: RunState, gate: Gate): string {
  const [check] = gate.order.toSorted((a, b) => a.orderedGain - b.orderedGain);
  if (check === undefined) return '';
  const measure = state.measure!.name;
  const moved = gate.drift.flatMap(({ columns }) => columns.map(({ column }) => `"${column}"`));
  const names = [...new Set(moved)].slice(0, 3).join(', ');
  return `On drawn rows the gain over guessing is ${formatGain(measure, check.randomGain)} (${metricWords[measure]}), on later ones ${formatGain(measure, check.orderedGain)}.${names === '' ? '' : ` What has moved: ${names}.`}`;
}
