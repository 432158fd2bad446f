import type { ColumnPreparation } from './preparation.ts';

/**
 * A preparation for rows that are later than all that were learned from, to which elapsed time doesn't extend: of a date
 * its months, days of the week and hours stay, which come again; another column of times is left out.
 *
 * @param column of times; null for none.
 */
export function withoutTrend(preparation: ColumnPreparation[], column: string | null): ColumnPreparation[] {
  return preparation.flatMap((one): ColumnPreparation[] => {
    if (one.column !== column || one.steps.includes('date-cycles')) return [one];
    if (!one.steps.includes('date-parts')) return [];
    return [{ column, steps: one.steps.map((step) => (step === 'date-parts' ? 'date-cycles' : step)) }];
  });
}
