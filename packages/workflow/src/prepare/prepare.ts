import type { Definition } from '../define/index.ts';
import { byRule, type Decision } from '../decisions/index.ts';
import { formatCount } from '../format/index.ts';
import type { Part } from '../rows/index.ts';
import { countMissing, findColumn } from '../table/index.ts';
import { MAX_ONE_HOT } from './fit-preparation.ts';
import type { ColumnPreparation } from './preparation.ts';

/**
 * The fourth stage: what will be done to each column. What is fitted, is fitted later, on the training rows of each
 * fold.
 *
 * @param part the development rows.
 * @see Chollet, Deep Learning with Python, 4.5.4: Preparing your data
 */
export function prepare(
  part: Part,
  definition: Definition,
): { preparation: ColumnPreparation[]; decisions: Decision[] } {
  const preparation = definition.inputs.map((input): ColumnPreparation => {
    const column = findColumn(part.table, input.column)!;
    const first = { numeric: 'z-score', categorical: 'one-hot', boolean: 'zero-one' } as const;
    const missing = countMissing(column, part.table.rows) > 0;
    return { column: input.column, steps: [first[input.kind], ...(missing ? (['mark-missing'] as const) : [])] };
  });
  const count = (step: ColumnPreparation['steps'][number]) =>
    preparation.filter(({ steps }) => steps.includes(step)).length;
  const decisions: Decision[] = [];
  if (count('z-score') > 0) {
    decisions.push(
      byRule(
        'prepare',
        `z-score ${formatCount(count('z-score'), 'column')}`,
        'Networks learn best from small numbers of like size: each column gets mean 0 and standard deviation 1 over the training rows of the fold.',
        { columns: count('z-score') },
      ),
    );
  }
  if (count('one-hot') > 0) {
    decisions.push(
      byRule(
        'prepare',
        `one-hot ${formatCount(count('one-hot'), 'column')}`,
        `Names have no order: each of the ${MAX_ONE_HOT} commonest gets a column of its own.`,
        { columns: count('one-hot'), limit: MAX_ONE_HOT },
      ),
    );
  }
  if (count('mark-missing') > 0) {
    decisions.push(
      byRule(
        'prepare',
        `mark missing values in ${formatCount(count('mark-missing'), 'column')}`,
        'That a value is missing may itself say something: it gets a column of its own, and the value becomes 0, the mean of a z-score.',
        { columns: count('mark-missing') },
      ),
    );
  }
  if (definition.classes === null) {
    decisions.push(
      byRule(
        'prepare',
        'z-score the target',
        'The model learns the target in standard deviations from its mean; everything shown is turned back into its own unit.',
      ),
    );
  }
  return { preparation, decisions };
}
