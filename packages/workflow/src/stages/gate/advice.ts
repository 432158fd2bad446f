import type { Definition } from '../define/index.ts';
import type { Gate, GateVerdict } from './gate.ts';

/** Advice on what to change when the run stops. */
export function adviceFor(
  verdict: Exclude<GateVerdict, 'beats-baseline'>,
  definition: Definition,
  { learningCurve, p, gain, test }: Pick<Gate, 'learningCurve' | 'p' | 'gain' | 'test'>,
): string {
  if (verdict !== 'leak-suspected' && test === 'label-permutation' && p < 0.05 && gain <= 0) {
    return 'The columns are related to the target, but this measure rewards always guessing the same. Choose another measure, balance the classes, or set the cost of each kind of error.';
  }
  switch (verdict) {
    case 'leak-suspected': {
      const one = definition.leaks.length === 1;
      const columns = definition.leaks.map(({ column }) => `"${column}"`).join(', ');
      return `Leave out ${columns} to continue without ${one ? 'it' : 'them'}, or keep ${one ? 'it if its' : 'them if their'} values will be known at prediction time.`;
    }
    case 'no-signal':
      return learningCurve?.moreRowsHelp === true
        ? 'More rows may help. So may other columns that are related to the target.'
        : 'More rows with the same columns are unlikely to help. Add columns that are related to the target.';
    case 'underpowered':
      return "Add rows: with this few, a real gain can't be distinguished from chance.";
    case 'non-stationary':
      return 'Train on more recent rows, add columns that explain the change, or, if the model will only predict within the period the rows cover, set the order to random.';
  }
}
