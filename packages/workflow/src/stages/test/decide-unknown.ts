import { formatCount } from '@stepwell/base/format';
import type { Table } from '@stepwell/data/table';
import { byRule, type Decision } from '../../decisions/index.ts';
import { unknownClasses, type Definition } from '../define/index.ts';

/** Unknown classes that a decision lists. */
const MOST_LISTED = 5;

/** Test rows of classes that no row to learn from has count as wrong, which is said. */
export function decideUnknown(table: Table, definition: Definition): Decision[] {
  const unknown = [...unknownClasses(table, definition)];
  if (unknown.length === 0) return [];
  const listed = unknown.slice(0, MOST_LISTED).map(([name, rows]) => `"${name}" (${formatCount(rows, 'row')})`);
  const more = unknown.length > MOST_LISTED ? ` and ${unknown.length - MOST_LISTED} more` : '';
  const noun = definition.classes === null ? ['label', 'labels'] : ['class', 'classes'];
  const counted = unknown.length === 1 ? `1 ${noun[0]}` : `${unknown.length} ${noun[1]}`;
  const effect =
    definition.classes === null
      ? `the test leaves ${unknown.length === 1 ? 'it' : 'them'} out`
      : 'every prediction there is wrong';
  return [
    byRule(
      'test',
      `${counted} unknown to training`,
      `The test rows have ${counted} that no training row has, so ${effect}: ${listed.join(', ')}${more}.`,
      { unknown: Object.fromEntries(unknown.slice(0, 50)) },
    ),
  ];
}
