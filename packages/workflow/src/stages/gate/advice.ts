import type { Definition } from '../define/index.ts';
import type { Gate, GateVerdict } from './gate.ts';

/** What the person can change where the run stops. */
export function adviceFor(
  verdict: Exclude<GateVerdict, 'beats-baseline'>,
  definition: Definition,
  { learningCurve, p, gain, test }: Pick<Gate, 'learningCurve' | 'p' | 'gain' | 'test'>,
): string {
  if (verdict !== 'leak-suspected' && test === 'label-permutation' && p < 0.05 && gain <= 0) {
    return 'The columns do bear on the target, but this measure rewards the constant guess: take another measure, balance the classes, or state what wrong answers cost.';
  }
  switch (verdict) {
    case 'leak-suspected': {
      const columns = definition.leaks.map(({ column }) => `"${column}"`).join(', ');
      return `Leave out ${columns} to go on without, or keep it if it will be known beforehand.`;
    }
    case 'no-signal':
      return learningCurve?.moreRowsHelp === true
        ? 'More rows may still show something; other columns that bear on the target surely would.'
        : 'More rows of the same columns would hardly help: bring columns that bear on the target.';
    case 'underpowered':
      return 'Bring more rows: with these, a real gain could not be told from luck.';
    case 'non-stationary':
      return 'Train on rows as recent as those to predict, add columns that explain the change, or say that rows are drawn at random, if the model will only be asked about the time that they cover.';
  }
}
