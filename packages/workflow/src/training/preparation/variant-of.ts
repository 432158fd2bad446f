import { isOfText } from './fit-preparation.ts';
import type { ColumnPreparation } from './preparation.ts';
import { withoutTrend } from './without-trend.ts';

/** A preparation other than the one given: see `variantOf`. */
export type Variant = 'given' | 'trend' | 'no-trend' | 'categories' | 'front' | 'columns';

/**
 * The same columns prepared in another way.
 *
 * - `trend`: of the time column, elapsed time is an input beside its months, days of the week and hours
 * - `no-trend`: elapsed time is left out: see `withoutTrend`
 * - `front`: images or texts alone, without the columns beside them; `columns`: those alone
 * - `categories`: `codes` are one-hot encoded instead of scaled
 *
 * @param timeColumn null for none.
 * @param codes numeric columns of a few whole numbers.
 */
export function variantOf(
  preparation: ColumnPreparation[],
  variant: Variant,
  timeColumn: string | null,
  codes: ReadonlySet<string>,
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

/** Whether it is images or texts that are prepared so. */
function isOfFront({ steps }: ColumnPreparation): boolean {
  return steps.includes('pixels') || isOfText(steps);
}
