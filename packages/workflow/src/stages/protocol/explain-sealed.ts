import { byRule, type Decision } from '../../decisions/index.ts';
import type { Protocol } from './protocol.ts';
import type { Seal } from './vault.ts';

const DRAWN = {
  random: 'They were',
  time: 'They are the last by time, were',
  group: 'They are whole groups, were',
};

/**
 * Which rows are sealed, and whether the test flatters.
 *
 * @param sealed how many they are.
 * @param seal of a test file's rows, which are as the person gave them; left out: they were drawn.
 */
export function explainSealed(
  sealed: number,
  order: Protocol['order'],
  seal?: Pick<Seal, 'fromTestFile' | 'earlier' | 'knownGroups'>,
): Decision {
  const choice = `${sealed} test rows sealed`;
  const opened = 'split off before anything was looked at, and are opened once, at the end.';
  if (seal?.fromTestFile !== true) return byRule('protocol', choice, `${DRAWN[order]} ${opened}`, { sealed });
  const { earlier, knownGroups } = seal;
  const why = [
    `They are the rows that were given for the test, were ${opened}`,
    ...(earlier > 0
      ? [
          `${countOf(earlier)} not later than the last row that is learned from: for these the test flatters, the model knowing what came after them.`,
        ]
      : []),
    ...(knownGroups > 0
      ? [
          `${countOf(knownGroups)} of groups that are learned from too: for these the test flatters, the model knowing others of their group.`,
        ]
      : []),
  ];
  return byRule('protocol', choice, why.join(' '), { sealed, earlier, knownGroups });
}

function countOf(rows: number): string {
  return `${rows} of them ${rows === 1 ? 'is' : 'are'}`;
}
