import { fisherLess, type Hits } from '@stepwell/metrics';
import { formatScore } from '@stepwell/metrics/names';
import { byRule, type Decision } from '../../decisions/index.ts';
import type { Measure } from '../measure/index.ts';
import type { TestResult } from './results.ts';

/** The score on validation rows, at the same threshold as the test. */
export interface ValidationScore {
  value: number;
  /** Rows that it is the score of, each counted once. */
  rows: number;
}

/** One-sided: by chance it is said of one test in forty. */
const LIKELY = 0.025;

/**
 * Says that the test went worse than the validation, where the noise of both doesn't explain it. For accuracy, that is Fisher's exact
 * test. For other measures the difference must exceed the half widths of the 95 % intervals of both, added as squares; that of the
 * validation is taken from the test's, since both consist of rows of one kind: it narrows with the root of the rows.
 *
 * @param later whether the test rows are later than the validation rows: then a change over time is the likelier reason.
 * @see Chollet, Deep Learning with Python, 4.5.7: a test much worse than the validation
 */
export function decideWorse(
  { value, ci, rows }: Pick<TestResult, 'value' | 'ci' | 'rows'>,
  validation: ValidationScore,
  { name, greaterIsBetter }: Pick<Measure, 'name' | 'greaterIsBetter'>,
  later = false,
): Decision[] {
  const gap = (greaterIsBetter ? 1 : -1) * (validation.value - value);
  const noise = ((ci[1] - ci[0]) / 2) * Math.sqrt(1 + rows / validation.rows);
  const p = name === 'accuracy' ? fisherLess(hitsOf(value, rows), hitsOf(validation.value, validation.rows)) : null;
  if (!(p === null ? gap > noise : p < LIKELY)) return [];
  const show = (shown: number) => formatScore(name, shown);
  const odds = p === null ? `95 %: up to ${show(noise)}` : `p = ${p.toPrecision(1)}`;
  return [
    byRule(
      'test',
      'worse than in validation',
      `On validation rows it scored ${show(validation.value)}. The difference to the test is larger than chance explains (${odds}): ${later ? LATER : DRAWN}`,
      { validation: validation.value, value, ci, ...(p === null ? { noise } : { p }) },
    ),
  ];
}

const LATER =
  'the test rows are later than all others, so the data has probably changed. Train on more recent rows, or add columns that explain the change.';
const DRAWN =
  'the search has overfitted the validation rows, or they differ from the test rows. Iterated k-fold is more reliable.';

/** How many rows were right. Of folds of different sizes it is the nearest whole number. */
function hitsOf(accuracy: number, rows: number): Hits {
  return { hits: Math.round(accuracy * rows), rows };
}
