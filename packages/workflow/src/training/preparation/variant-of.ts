import { isOfText } from './fit-preparation.ts';
import type { ColumnPreparation } from './preparation.ts';
import { withoutTrend } from './without-trend.ts';

/** A preparation other than the one given: see `variantOf`. */
export type Variant = 'given' | 'trend' | 'no-trend' | 'categories' | 'front' | 'columns' | 'few-lags';

/**
 * The same columns prepared in another way.
 *
 * - `trend`: of the time column, elapsed time is an input beside its months, days of the week and hours
 * - `no-trend`: elapsed time is left out: see `withoutTrend`
 * - `front`: images or texts alone, without the columns beside them; `columns`: those alone
 * - `few-lags`: of a forecast, `far` lags are left out
 * - `categories`: `codes` are one-hot encoded instead of scaled
 *
 * @param timeColumn null for none.
 * @param codes numeric columns of a few whole numbers.
 * @param far lags of a forecast that may be left out.
 */
export function variantOf(
  preparation: ColumnPreparation[],
  variant: Variant,
  timeColumn: string | null,
  codes: ReadonlySet<string>,
  far: ReadonlySet<string> = new Set(),
): ColumnPreparation[] {
  switch (variant) {
    case 'given':
      return preparation;
    case 'front':
      return preparation.filter(isOfFront);
    case 'columns':
      return preparation.filter((one) => !isOfFront(one));
    case 'no-trend':
      return withoutTrend(preparation, timeColumn);
    case 'few-lags':
      return preparation.filter(({ column }) => !far.has(column));
    case 'trend':
      return preparation.map(({ column, steps }) => ({
        column,
        steps:
          column === timeColumn
            ? steps.map((step) => (step === 'date-cycles' ? ('date-parts' as const) : step))
            : steps,
      }));
    case 'categories':
      return preparation.map(({ column, steps }) => ({
        column,
        steps: codes.has(column) ? steps.map((step) => (step === 'mark-missing' ? step : ('one-hot' as const))) : steps,
      }));
  }
}

/** Steps by rule of columns with more categories than are one-hot encoded. */
const OF_MANY: ReadonlySet<string> = new Set(['hash', 'frequency']);

/** @returns the columns of many categories, those aside whose preparation was asked for. */
export function manyCategories(preparation: ColumnPreparation[], asked: ReadonlySet<string>): string[] {
  return preparation
    .filter(({ column, steps }) => !asked.has(column) && steps.some((step) => OF_MANY.has(step)))
    .map(({ column }) => column);
}

/** The same columns, with those of many categories prepared in another way. Words of a category are learned as those of a text. */
export function withCategories(
  preparation: ColumnPreparation[],
  how: 'target-rate' | 'embedding' | undefined,
  asked: ReadonlySet<string>,
): ColumnPreparation[] {
  if (how === undefined) return preparation;
  const many = new Set(manyCategories(preparation, asked));
  return preparation.map(({ column, steps }) => {
    if (!many.has(column)) return { column, steps };
    if (how === 'embedding') return { column, steps: ['sequences'] };
    return { column, steps: steps.map((step) => (OF_MANY.has(step) ? ('target-rate' as const) : step)) };
  });
}

/** The same columns, those prepared by the target by their frequency: for tests that deal the targets anew. */
export function withoutTargets(preparation: ColumnPreparation[]): ColumnPreparation[] {
  return preparation.map(({ column, steps }) => ({
    column,
    steps: steps.map((step) => (step === 'target-rate' ? ('frequency' as const) : step)),
  }));
}

/** Whether it is images or texts that are prepared so. */
function isOfFront({ steps }: ColumnPreparation): boolean {
  return steps.includes('pixels') || isOfText(steps);
}
