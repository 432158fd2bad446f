import { byRule, type Decision } from '../../decisions/index.ts';
import type { Protocol } from './protocol.ts';
import type { Seal } from './vault.ts';

const SEALED = {
  random: 'Drawn at random,',
  time: 'The last rows by time,',
  group: 'Complete groups,',
};

/**
 * Explains which rows are sealed, and whether the test is optimistic.
 *
 * @param sealed the number of sealed rows.
 * @param seal for rows from a test file; left out if the rows were drawn.
 */
export function explainSealed(
  sealed: number,
  order: Protocol['order'],
  seal?: Pick<Seal, 'fromTestFile' | 'earlier' | 'knownGroups'>,
): Decision {
  const choice = `${sealed} test rows sealed`;
  const opened = 'set aside before any analysis. They are opened once, at the end.';
  if (seal?.fromTestFile !== true) return byRule('protocol', choice, `${SEALED[order]} ${opened}`, { sealed });
  const { earlier, knownGroups } = seal;
  const why = [
    `The rows given for the test, ${opened}`,
    ...(earlier > 0
      ? [
          `${countOf(earlier)} not later than the last training row. The test is optimistic there, because the model has seen what came after.`,
        ]
      : []),
    ...(knownGroups > 0
      ? [
          `${countOf(knownGroups)} from groups that are also in the training rows. The test is optimistic there, because the model has seen their groups.`,
        ]
      : []),
  ];
  return byRule('protocol', choice, why.join(' '), { sealed, earlier, knownGroups });
}

function countOf(rows: number): string {
  return `${rows} of them ${rows === 1 ? 'is' : 'are'}`;
}
