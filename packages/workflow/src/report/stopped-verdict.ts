import { formatGain, metricWords } from '@stepwell/metrics/names';
import { nameTarget } from '../stages/define/index.ts';
import type { Power } from '../stages/gate/index.ts';
import type { RunState } from '../run/index.ts';

/** The verdict of a run that stopped at the gate: why, by what numbers, and what to change. */
export function stoppedVerdict(state: RunState, power: Power): string {
  const target = nameTarget(state.definition!.target);
  const advice = power.advice === null ? '' : ` ${power.advice}`;
  const measure = state.measure!.name;
  const gained =
    power.gain > 0 ? `did ${formatGain(measure, power.gain)} better` : `did ${formatGain(measure, -power.gain)} worse`;
  switch (power.verdict) {
    case 'leak-suspected': {
      const { leaks } = state.definition!;
      return `${leaks.map(({ column, why }) => `"${column}" ${why.replace('the target', target)}`).join('; ')}. Without, a small model ${gained} (${metricWords[measure]}) than guessing.${advice}`;
    }
    case 'non-stationary':
      return `What is learned from early rows fails on later ones. ${orderSentence(state, power)}${advice}`;
    case 'underpowered': {
      const { k, rows } = state.protocol!;
      const count = k === null ? rows.validation : rows.train + rows.validation;
      return `${count} rows can't settle whether ${target} can be predicted. A model would have to beat guessing by ${formatGain(measure, state.protocol!.minimumDetectableGain)} (${metricWords[measure]}) before we could tell it from luck; this one ${gained}.${advice}`;
    }
    default: {
      const inputs = state.definition!.inputs.length;
      const columns = inputs === 1 ? 'the one column says' : `the ${inputs} columns say`;
      const [low, high] = power.ci;
      const alike = power.shuffled !== null && Math.abs(power.score - power.shuffled) <= high - low;
      const luck = alike ? 'Shuffled targets were predicted about as well, and luck' : 'Luck';
      return `No sign that ${columns} anything about ${target}: a small model ${gained} (${metricWords[measure]}) than guessing. ${luck} does as well with probability ${power.p.toFixed(2)}.${advice}`;
    }
  }
}

function orderSentence(state: RunState, power: Power): string {
  const [check] = power.order.toSorted((a, b) => a.orderedGain - b.orderedGain);
  if (check === undefined) return '';
  const measure = state.measure!.name;
  const moved = power.drift.flatMap(({ columns }) => columns.map(({ column }) => `"${column}"`));
  const names = [...new Set(moved)].slice(0, 3).join(', ');
  return `On drawn rows the gain over guessing is ${formatGain(measure, check.randomGain)} (${metricWords[measure]}), on later ones ${formatGain(measure, check.orderedGain)}.${names === '' ? '' : ` What has moved: ${names}.`}`;
}
