import { formatCount } from '@stepwell/base/format';
import type { Target } from '@stepwell/metrics/targets';
import { byRule, byUser, type Decision } from '../../decisions/index.ts';
import type { RunSpec } from '../../question/index.ts';
import type { TooMany } from './duplicates.ts';
import type { Protocol } from './protocol.ts';
import type { RowStructure } from './row-structure.ts';
import { countUnits } from './splitters.ts';

/** Why rows are taken in the order they are, where there is anything to say of it. */
export function explainOrder(order: Protocol['order'], spec: RunSpec, timeColumn: string | null): Decision[] {
  if (order === 'time') {
    const by = spec.timeColumn === undefined ? 'the order of the rows' : `"${spec.timeColumn}"`;
    const why = `Rows follow each other by ${by}: what is learned from the earlier is judged on the later, as it will be used.`;
    return [byUser('protocol', 'in order of time', why, { timeColumn: spec.timeColumn ?? null })];
  }
  if (order === 'group') {
    const why = `Rows with the same "${spec.group}" stay on one side of every split: the model is judged on groups it has never seen.`;
    return [byUser('protocol', 'groups kept together', why, { group: spec.group })];
  }
  if (spec.order === 'random') {
    return [byUser('protocol', 'in random order', 'You asked for it.', { timeColumn })];
  }
  if (timeColumn === null) return [];
  const why = `"${timeColumn}" may say when a row was seen, but rows are taken as independent unless you say otherwise. If the model will predict the future from the past, run it again with --order time.`;
  return [byRule('protocol', 'in random order', why, { timeColumn })];
}

/** What was done about rows with the same inputs, where there are any. */
export function explainDuplicates(structure: RowStructure): Decision[] {
  if (structure.duplicates === 'kept-together') {
    const why =
      'With one of two rows with the same inputs to learn from, the other would be judged by heart: they stay on one side of every split.';
    return [
      byRule('protocol', 'identical rows kept together', why, { rows: structure.rows, apart: countUnits(structure) }),
    ];
  }
  const { rows, tooMany } = structure;
  if (tooMany === undefined) return [];
  const { copies } = tooMany;
  const why = `${copies} of ${formatCount(rows, 'row')} ${copies === 1 ? 'repeats' : 'repeat'} the inputs of an earlier one. ${reasonOf(tooMany)}`;
  return [byRule('protocol', 'identical rows not kept together', why, { rows, ...tooMany })];
}

function reasonOf({ reason, groups, largest }: TooMany): string {
  const byHeart = 'A copy of a row that is learned from is judged by heart, and the score flatters.';
  switch (reason) {
    case 'most-rows':
      return 'Inputs of few values repeat so by their nature, and will in the rows to predict: they are split like any others. If they are one thing recorded several times, leave the copies out, or the score flatters.';
    case 'few-groups':
      return `Kept together they would leave ${formatCount(groups, 'group')} to split, too few for the folds: they are split like any others. ${byHeart}`;
    case 'one-large-group':
      return `Kept together they would put ${formatCount(largest, 'row')} in one group, too many for even folds: they are split like any others. ${byHeart}`;
  }
}

const NAMED_CLASSES = 5;

/** Which classes have fewer rows than there are folds, and what then happens. */
export function explainRareClasses(target: Target, { k, order, stratified }: Protocol): Decision[] {
  if (target.kind === 'number' || k === null) return [];
  const rare = countMembers(target).filter(({ count }) => count > 0 && count < k);
  if (rare.length === 0) return [];
  const names = rare.slice(0, NAMED_CLASSES).map(({ name, count }) => `"${name}" (${count})`);
  const more = rare.length > NAMED_CLASSES ? ` and ${rare.length - NAMED_CLASSES} more` : '';
  const what = target.kind === 'classes' ? 'classes' : 'labels';
  const spread = stratified
    ? `Its rows are spread over as many folds as there are rows; the other folds don't judge it`
    : `Where a fold has none of its rows, it doesn't judge it`;
  const why = `${names.join(', ')}${more}: fewer rows than the ${k} folds. ${spread}. Bring more rows of it, use fewer folds, or put it together with another.`;
  const classes = Object.fromEntries(rare.slice(0, NAMED_CLASSES).map(({ name, count }) => [name, count]));
  return [
    byRule('protocol', `rare ${what} not in every fold`, why, {
      k,
      order,
      rare: rare.length,
      members: classes,
    }),
  ];
}

function countMembers(target: Exclude<Target, { kind: 'number' }>): { name: string; count: number }[] {
  const names = target.kind === 'classes' ? target.classes : target.labels;
  const counts = Array.from(names, () => 0);
  if (target.kind === 'classes') for (const code of target.codes) if (code >= 0) counts[code]! += 1;
  if (target.kind === 'labels') target.values.forEach((value, i) => (counts[i % names.length]! += value));
  return names.map((name, at) => ({ name, count: counts[at]! }));
}
