import { expect, test } from 'vitest';
import { tableOf } from '../../../../data/src/testing/columns.ts';
import { auditLaterDates } from './audit-later-dates.ts';

const DAY = 86_400_000;
const dates = (name: string, of: (row: number) => number) => ({
  kind: 'date' as const,
  name,
  values: Float64Array.from({ length: 40 }, (_, row) => of(row)),
});
const table = tableOf(
  40,
  dates('opened', (row) => row * DAY),
  // The same day for a quarter, later for the rest.
  dates('closed', (row) => (row + (row % 4)) * DAY),
  dates('born', (row) => (row - 1000) * DAY),
  dates('mixed', (row) => (row + (row % 2 === 0 ? 3 : -3)) * DAY),
  dates('missing', (row) => (row < 30 ? Number.NaN : (row + 1) * DAY)),
);
const inputs = table.columns.map(({ name }) => ({ column: name, kind: 'date' as const }));

test("auditLaterDates names dates that come after the row's own time", () => {
  expect(auditLaterDates(table, inputs, 'opened').map(({ finding }) => finding)).toEqual([
    '"closed" is later than "opened" in 75.0 % of rows, so it may not be known when a prediction is wanted. Leave it out if so.',
  ]);
  expect(auditLaterDates(table, inputs, 'born').map(({ evidence }) => evidence['column'])).toEqual([
    'opened',
    'closed',
    'mixed',
  ]);
  expect(auditLaterDates(table, inputs, null)).toEqual([]);
  expect(auditLaterDates(table, inputs.slice(0, 1), 'opened')).toEqual([]);
});
