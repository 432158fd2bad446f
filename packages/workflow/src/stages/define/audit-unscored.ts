import { formatCount } from '@stepwell/base/format';
import type { Finding } from './definition.ts';

/**
 * Says that rows of the test file have no target.
 *
 * @param unscored the rows without a target.
 * @param fromTestFile whether the other rows of the test file are the test.
 */
export function auditUnscored({
  unscored,
  fromTestFile,
}: {
  unscored: ArrayLike<number>;
  fromTestFile: boolean;
}): Finding[] {
  const rows = unscored.length;
  if (rows === 0) return [];
  const test = fromTestFile ? '' : ' The test is done on rows drawn from the training file.';
  return [
    {
      check: 'unscored',
      severity: 'info',
      finding: `${formatCount(rows, 'row')} of the test file ${rows === 1 ? 'has no target: it is' : 'have no target: they are'} predicted, and not scored.${test}`,
      evidence: { unscored: rows },
    },
  ];
}
