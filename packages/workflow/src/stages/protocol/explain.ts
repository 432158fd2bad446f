import { formatCount } from '@stepwell/base/format';
import type { Target } from '@stepwell/metrics/targets';
import { byRule, byUser, type Decision } from '../../decisions/index.ts';
import type { RunSpec } from '../../question/index.ts';
import type { TooMany } from './duplicates.ts';
import type { Protocol } from './protocol.ts';
import type { RowStructure } from './row-structure.ts';
import { countUnits } from './splitters.ts';

/** Explains the order of the rows, if there is anything to explain. */
export function explainOrder(order: Protocol['order'], spec: RunSpec, timeColumn: string | null): Decision[] {
  if (order === 'time') {
    const by = spec.timeColumn === undefined ? 'their order in the file' : `"${spec.timeColumn}"`;
    const why = `Rows are in time order by ${by}. The model is trained on earlier rows and validated on later ones, as it will be used.`;
    return [byUser('protocol', 'in time order', why, { timeColumn: spec.timeColumn ?? null })];
  }
  if (order === 'group' && spec.query !== undefined && spec.group === spec.query) {
    const why = `The rows of a "${spec.query}" stay on one side of every split, so the model is validated on queries it has never seen.`;
    return [byRule('protocol', 'queries kept together', why, { query: spec.query })];
  }
  if (order === 'group') {
    const why = `Rows with the same "${spec.group}" stay on one side of every split, so the model is validated on groups it has never seen.`;
    return [byUser('protocol', 'groups kept together', why, { group: spec.group })];
  }
  if (spec.order === 'random') {
    return [byUser('protocol', 'in random order', 'You asked for it.', { timeColumn })];
  }
  if (timeColumn === null) return [];
  const why = `"${timeColumn}" may hold each row's time, but rows are treated as independent unless you say otherwise. If the model will predict the future from the past, run again with --order time.`;
  return [byRule('protocol', 'in random order', why, { timeColumn })];
}

/** Explains the gap before what a forecast is validated and tested on. */
export function explainGap({ known }: Pick<RowStructure, 'known'>, { horizon }: Pick<RunSpec, 'horizon'>): Decision[] {
  if (known === undefined || horizon === undefined) return [];
  const why = `A model trains only on rows whose targets are all known at the time of the first row that it is judged by, in every split and in the test: the last ${formatCount(horizon, 'step')} before it ${horizon === 1 ? 'is' : 'are'} targets at most. Rows whose targets overlap count as one wherever chance is estimated.`;
  return [byRule('protocol', `a gap of ${formatCount(horizon, 'step')}`, why, { horizon })];
}

/** Explains how rows with the same inputs were split, if there are any. */
export function explainDuplicates(structure: RowStructure): Decision[] {
  if (structure.duplicates === 'kept-together') {
    const why =
      'Rows with the same inputs stay on one side of every split. Otherwise the model could score well by memorizing copies.';
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
  const optimistic = 'The model can memorize copies of training rows, so the score is optimistic.';
  switch (reason) {
    case 'most-rows':
      return 'Inputs with few possible values repeat naturally, and will in new rows too, so they are split like any others. If the copies record the same thing several times, remove them; otherwise the score is optimistic.';
    case 'few-groups':
      return `Keeping them together would leave ${formatCount(groups, 'group')}, too few for the folds, so they are split like any others. ${optimistic}`;
    case 'one-large-group':
      return `Keeping them together would put ${formatCount(largest, 'row')} in one group, too many for even folds, so they are split like any others. ${optimistic}`;
  }
}

const NAMED_CLASSES = 5;

/** Lists classes with fewer rows than folds, and what happens to them. */
export function explainRareClasses(target: Target, { k, order, stratified }: Protocol): Decision[] {
  if (target.kind === 'number' || k === null) return [];
  const rare = countMembers(target).filter(({ count }) => count > 0 && count < k);
  if (rare.length === 0) return [];
  const names = rare.slice(0, NAMED_CLASSES).map(({ name, count }) => `"${name}" (${count})`);
  const more = rare.length > NAMED_CLASSES ? ` and ${rare.length - NAMED_CLASSES} more` : '';
  const what = target.kind === 'classes' ? 'classes' : 'labels';
  const spread = stratified
    ? `Each is in as many folds as it has rows; the other folds can't score it`
    : `A fold without any of its rows can't score it`;
  const why = `${names.join(', ')}${more}: fewer rows than the ${k} folds. ${spread}. Add rows, use fewer folds, or merge it with another.`;
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
