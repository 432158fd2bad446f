import { describe, test } from 'vitest';
import { categorical, tableOf } from '../../../../data/src/testing/columns.ts';
import { definitionOf } from '../../testing/states.ts';
import { decideUnknown } from './decide-unknown.ts';

describe('classes unknown to training', () => {
  test('are named with their rows', ({ expect }) => {
    const table = tableOf(5, categorical('y', ['no', 'yes.', 'yes.', 'maybe', 'yes']));
    expect(decideUnknown(table, definitionOf())).toMatchObject([
      {
        stage: 'test',
        choice: '2 classes unknown to training',
        why: 'The test rows have 2 classes that no training row has, so every prediction there is wrong: "yes." (2 rows), "maybe" (1 row).',
        evidence: { unknown: { 'yes.': 2, maybe: 1 } },
      },
    ]);
    expect(decideUnknown(tableOf(2, categorical('y', ['no', 'yes'])), definitionOf())).toEqual([]);
  });

  test('are labels where cells list several', ({ expect }) => {
    const table = tableOf(2, categorical('y', ['a|c', 'b']));
    const labels = definitionOf({ type: 'multilabel', classes: null, labels: ['a', 'b'], separator: '|' });
    expect(decideUnknown(table, labels)).toMatchObject([
      {
        choice: '1 label unknown to training',
        why: expect.stringContaining('so the test leaves it out: "c" (1 row).'),
      },
    ]);
  });
});
