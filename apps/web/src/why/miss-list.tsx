import { formatNumber } from '@stepwell/base/format';
import { useMisses } from '../queries/run-queries.ts';
import { text } from '../text.ts';

const words = text.why.misses;

/** The validation rows that were predicted worst, for the key holder. */
export function MissList({ id, editKey }: { id: string; editKey: string }) {
  const { data: misses } = useMisses(id, editKey);
  if (misses === undefined || misses.length === 0) return null;
  const show = (values: readonly (string | number)[]) =>
    values.map((value) => (typeof value === 'number' ? formatNumber(value) : value)).join(', ') || words.none;
  return (
    <section aria-label={words.title} className="flex flex-col gap-2">
      <h3 className="font-semibold">{words.title}</h3>
      <p className="text-small text-soft">{words.sentence}</p>
      <ul className="divide-y divide-line text-small tabular-nums">
        {misses.map(({ row, truth, predicted, cells }) => (
          <li key={row} className="py-2">
            <span className="font-semibold">{words.row(row)}</span> {words.predicted(show(predicted), show(truth))}
            <span className="block text-soft break-words">
              {cells.map(({ column, value }) => `${column} ${value ?? words.missing}`).join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
