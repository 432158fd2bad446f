/** What part of the data a metric is of, as its name says; `other` where it doesn't. */
export type MetricRole = 'train' | 'validation' | 'test' | 'other';

/** Metrics that are drawn in one chart. */
export interface MetricGroup {
  /** What they have in common: `loss` of `loss` and `val_loss`. */
  title: string;
  /** In order: training, validation, test, others. */
  metrics: { name: string; role: MetricRole }[];
}

const ROLES: Record<Exclude<MetricRole, 'other'>, string> = {
  train: 'train|training|trn',
  validation: 'val|valid|validation|dev|eval|evaluation',
  test: 'test|testing',
};
const ORDER: readonly MetricRole[] = ['train', 'validation', 'test', 'other'];
const AT_ENDS = Object.entries(ROLES).map(([role, words]) => ({
  role: role === 'train' ? ('train' as const) : role === 'test' ? ('test' as const) : ('validation' as const),
  first: new RegExp(`^(?:${words})[_/. -](.+)$`, 'i'),
  last: new RegExp(`^(.+)[_/. -](?:${words})$`, 'i'),
}));

/**
 * Groups metrics by what they measure: `loss` and `val_loss`, `train/acc` and `val/acc`, `Loss/train` and `Loss/val`.
 *
 * @param names in any order; groups come in the order of their first names.
 * @returns every name once.
 */
export function groupMetrics(names: readonly string[]): MetricGroup[] {
  const groups = new Map<string, MetricGroup>();
  for (const name of names) {
    const { title, role } = partsOf(name);
    const group = groups.get(title) ?? { title, metrics: [] };
    group.metrics.push({ name, role });
    groups.set(title, group);
  }
  for (const { metrics } of groups.values()) {
    // "loss" beside "val_loss" is that of training.
    const bare = metrics.filter(({ role }) => role === 'other');
    if (bare.length === 1 && metrics.length > 1 && !metrics.some(({ role }) => role === 'train'))
      bare[0]!.role = 'train';
    metrics.sort((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role));
  }
  return [...groups.values()];
}

function partsOf(name: string): { title: string; role: MetricRole } {
  for (const { role, first, last } of AT_ENDS) {
    const title = (first.exec(name) ?? last.exec(name))?.[1];
    if (title !== undefined) return { title, role };
  }
  return { title: name, role: 'other' };
}
