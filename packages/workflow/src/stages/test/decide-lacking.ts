import { formatCount } from '@stepwell/base/format';
import { countRows, type Target } from '@stepwell/metrics/targets';
import { byRule, type Decision } from '../../decisions/index.ts';
import type { Measure } from '../measure/index.ts';

/** Classes that a decision lists. */
const MOST_LISTED = 5;

/** Classes or labels of the training rows that no test row has: the test says nothing about them. */
export function decideLacking(target: Target, { name }: Pick<Measure, 'name'>): Decision[] {
  const lacking = lackingClasses(target);
  if (lacking.length === 0) return [];
  const noun = target.kind === 'labels' ? 'label' : 'class';
  const counted = noun === 'label' ? formatCount(lacking.length, 'label') : countClasses(lacking.length);
  const listed = lacking.slice(0, MOST_LISTED).map((one) => `"${one}"`);
  const more = lacking.length > MOST_LISTED ? ` and ${lacking.length - MOST_LISTED} more` : '';
  const effect =
    name === 'balanced-accuracy'
      ? ` Balanced accuracy is the mean over the other ${noun === 'label' ? 'labels' : 'classes'}.`
      : '';
  return [
    byRule(
      'test',
      `${counted} without test rows`,
      `No test row has ${listed.join(', ')}${more}, so the test says nothing about ${lacking.length === 1 ? 'it' : 'them'}.${effect}`,
      { lacking: lacking.slice(0, 50) },
    ),
  ];
}

function countClasses(count: number): string {
  return count === 1 ? '1 class' : `${count} classes`;
}

function lackingClasses(target: Target): string[] {
  if (target.kind === 'number' || countRows(target) === 0) return [];
  if (target.kind === 'classes') {
    const present = new Set(target.codes);
    return target.classes.filter((_, code) => !present.has(code));
  }
  const width = target.labels.length;
  const present = new Set<number>();
  target.values.forEach((value, i) => {
    if (value === 1) present.add(i % width);
  });
  return target.labels.filter((_, label) => !present.has(label));
}
