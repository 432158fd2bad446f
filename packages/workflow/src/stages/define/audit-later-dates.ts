import { formatShare } from '@stepwell/base/format';
import { findColumn, type Table } from '@stepwell/data/table';
import type { Finding, Input } from './definition.ts';

/** A date that is as late in this share of the rows, */
const NEVER_EARLIER = 0.98;
/** … and later in this one, is of something that comes afterwards. */
const LATER = 0.5;
/** With fewer rows, an order of two dates may be chance. */
const MIN_ROWS = 20;

/**
 * Dates that come after the row's own time: what happened then may not be known when a prediction is wanted, such as the day on
 * which a case was closed.
 *
 * @param timeColumn the row's own time; null for none.
 */
export function auditLaterDates(table: Table, inputs: readonly Input[], timeColumn: string | null): Finding[] {
  const time = timeColumn === null ? undefined : findColumn(table, timeColumn);
  if (time?.kind !== 'date') return [];
  return inputs.flatMap(({ column: name }): Finding[] => {
    const column = findColumn(table, name);
    if (column?.kind !== 'date' || name === timeColumn) return [];
    let [both, later, earlier] = [0, 0, 0];
    column.values.forEach((value, row) => {
      const own = time.values[row]!;
      if (!Number.isFinite(value) || !Number.isFinite(own)) return;
      both++;
      if (value > own) later++;
      if (value < own) earlier++;
    });
    if (both < MIN_ROWS || earlier > (1 - NEVER_EARLIER) * both || later < LATER * both) return [];
    return [
      {
        check: 'later-date',
        severity: 'warn',
        finding: `"${name}" is later than "${timeColumn}" in ${formatShare(later / both)} of rows, so it may not be known when a prediction is wanted. Leave it out if so.`,
        evidence: { column: name, time: timeColumn, later: later / both, rows: both },
      },
    ];
  });
}
