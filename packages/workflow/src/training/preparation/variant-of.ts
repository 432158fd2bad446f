import type { ColumnPreparation } from './preparation.ts';
import { withoutTrend } from './without-trend.ts';

/** A preparation other than the one given: see `variantOf`. */
export type Variant = 'given' | 'trend' | 'no-trend' | 'categories' | 'few-lags';

/**
 * The same columns prepared in another way.
 *
 * - `trend`: of the time column, elapsed time is an input beside its months, days of the week and hours
 * - `no-trend`: elapsed time is left out: see `withoutTrend`
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
