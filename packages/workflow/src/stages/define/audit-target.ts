import { countRows, type Target } from '@stepwell/metrics/targets';
import type { Finding } from './definition.ts';
import { isCount } from './number-targets.ts';

const FEW_PER_CLASS = 10;
/** A class this rare is found by luck as often as by a model that only looks at accuracy. */
const RARE = 0.1;

/** How the target is spread: rows for each class or label, counts, and what follows from that. */
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
                finding: `"${target.labels[one]}" is the same in every row to learn from: nothing can be learned of it.`,
                evidence: { label: target.labels[one], rows: counts[one] },
              },
            ];
      return [...auditCounts('label', target.labels, counts), ...constant];
    }
    case 'number':
      return target.width === 1 && isCount(target.values) ? [countFinding(target.values)] : [];
  }
}

function auditCounts(noun: 'class' | 'label', names: string[], counts: number[]): Finding[] {
  const rarest = counts.indexOf(Math.min(...counts));
  const commonest = counts.indexOf(Math.max(...counts));
  const few = counts[rarest]! < FEW_PER_CLASS;
  return [
    {
      check: `${noun}-counts`,
      severity: few ? 'warn' : 'info',
      finding: `${counts.length} ${noun === 'class' ? 'classes' : 'labels'}, from ${counts[rarest]} rows ("${names[rarest]}") to ${counts[commonest]} ("${names[commonest]}").${few ? ' The rarest has too few rows to be learned reliably.' : ''}`,
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
      finding: `"${classes[rarest]}" makes up only ${(share * 100).toFixed(1)} % of the rows. A model that never names it looks right nearly always: accuracy says little here.`,
      evidence: { class: classes[rarest], share },
    },
  ];
}

function countFinding(values: Float64Array): Finding {
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  return {
    check: 'count-target',
    severity: 'info',
    finding: `The target counts something: whole numbers from 0 on, up to ${largest}. Large counts vary more than small ones, which the squared error does not know.`,
    evidence: { largest },
  };
}
