import { formatShare } from '@stepwell/base/format';
import { countRows, type Target } from '@stepwell/metrics/targets';
import type { Finding } from './definition.ts';
import { auditQueries } from './audit-queries.ts';
import { looksLikeCounts, prevailingValue } from './number-targets.ts';

const FEW_PER_CLASS = 10;
/** With a class this rare, accuracy says little. */
const RARE = 0.1;

/** Describes the distribution of the target: rows per class or label, imbalance, counts. */
export function auditTarget(target: Target): Finding[] {
  switch (target.kind) {
    case 'classes': {
      const counts = target.classes.map(() => 0);
      for (const code of target.codes) counts[code]!++;
      return [...auditCounts('class', target.classes, counts), ...auditImbalance(target.classes, counts)];
    }
    case 'labels': {
      const rows = countRows(target);
      const counts = target.labels.map(() => 0);
      target.values.forEach((value, i) => {
        counts[i % target.labels.length]! += value;
      });
      const one = counts.findIndex((count) => count === 0 || count === rows);
      const constant: Finding[] =
        one < 0
          ? []
          : [
              {
                check: 'constant-label',
                severity: 'warn',
                finding: `"${target.labels[one]}" is the same in every row to learn from, so nothing can be learned about it.`,
                evidence: { label: target.labels[one], rows: counts[one] },
              },
            ];
      return [...auditCounts('label', target.labels, counts), ...constant];
    }
    case 'number':
      if (target.queries !== undefined) return auditQueries(target.values, target.queries);
      return target.width === 1 ? [...auditCount(target.values), ...auditPrevailing(target.values)] : [];
  }
}

function auditCounts(noun: 'class' | 'label', names: string[], counts: number[]): Finding[] {
  const rarest = counts.indexOf(Math.min(...counts));
  const mostCommon = counts.indexOf(Math.max(...counts));
  const few = counts[rarest]! < FEW_PER_CLASS;
  const total = `${counts.length} ${noun === 'class' ? 'classes' : 'labels'}`;
  const range =
    counts[rarest] === counts[mostCommon]
      ? `${total}, ${counts[rarest]} rows each.${few ? ' That is too few to learn them reliably.' : ''}`
      : `${total}, from ${counts[rarest]} rows ("${names[rarest]}") to ${counts[mostCommon]} ("${names[mostCommon]}").${few ? ' The rarest has too few rows to be learned reliably.' : ''}`;
  return [
    {
      check: `${noun}-counts`,
      severity: few ? 'warn' : 'info',
      finding: range,
      evidence: { counts: names.slice(0, 50).map((label, code) => ({ label, rows: counts[code]! })) },
    },
  ];
}

function auditImbalance(classes: string[], counts: number[]): Finding[] {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const rarest = counts.indexOf(Math.min(...counts));
  const share = counts[rarest]! / rows;
  if (classes.length > 2 ? share * classes.length >= RARE : share >= RARE) return [];
  return [
    {
      check: 'imbalance',
      severity: 'warn',
      finding: `"${classes[rarest]}" makes up only ${(share * 100).toFixed(1)} % of the rows. A model that never predicts it still looks accurate, so accuracy says little here.`,
      evidence: { class: classes[rarest], share },
    },
  ];
}

function auditCount(values: Float64Array): Finding[] {
  if (!looksLikeCounts(values)) return [];
  const least = values.reduce((less, value) => Math.min(less, value), Infinity);
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  return [
    {
      check: 'count-target',
      severity: 'info',
      finding: `The target looks like a count: whole numbers from ${least} to ${largest}. Large counts vary more than small ones, which squared error ignores.`,
      evidence: { least, largest },
    },
  ];
}

function auditPrevailing(values: Float64Array): Finding[] {
  const prevailing = prevailingValue(values);
  if (prevailing === null) return [];
  const { value, share, least } = prevailing;
  return [
    {
      check: 'prevailing-value',
      severity: 'info',
      finding: `The target is ${value} in ${formatShare(share)} of rows. Mean absolute error rewards always predicting it; whether a row is ${least ? `above ${value}` : `${value} or not`} may be easier to learn.`,
      evidence: { ...prevailing },
    },
  ];
}
