import type { ChartPane } from '../chart/line-chart.tsx';
import { fullRange, type EpochRange } from '../chart/range.ts';
import { text } from '../text.ts';

/** Props of the table. */
export interface CurveTableProps {
  panes: readonly ChartPane[];
  /** The epochs shown; null for all. */
  range: EpochRange | null;
}

/** With more rows than this, only every nth is shown. */
const MOST_ROWS = 400;

/** The main lines of a chart as a table, one row per epoch. */
export function CurveTable({ panes, range }: CurveTableProps) {
  const columns = panes.flatMap(({ data, quantity, format }) =>
    data.lines
      .filter(({ weight }) => weight === 'main')
      .map((line) => ({ ...line, format, title: panes.length > 1 ? `${quantity}, ${line.name}` : line.name })),
  );
  const caption = panes.map(({ quantity }) => quantity).join(', ');
  const { rows, step } = rowsOf(panes[0]?.data.epochs ?? [], range);
  return (
    <>
      <div className="h-66 overflow-auto rounded-md border border-line" tabIndex={0} role="region" aria-label={caption}>
        <table className="w-full text-small tabular-nums">
          <caption className="sr-only">{caption}</caption>
          <thead className="sticky top-0 bg-shade text-right">
            <tr>
              <th scope="col" className="px-3 py-2">
                {text.chart.epoch}
              </th>
              {columns.map(({ title }) => (
                <th key={title} scope="col" className="px-3 py-2">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line text-right">
            {rows.map((epoch) => (
              <tr key={epoch}>
                <th scope="row" className="px-3 py-1 font-normal">
                  {epoch}
                </th>
                {columns.map(({ title, values, format }) => {
                  const value = values[epoch - 1];
                  return (
                    <td key={title} className="px-3 py-1">
                      {value === null || value === undefined ? '–' : format(value)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {step > 1 && <p className="text-small text-soft">{text.chart.every(step)}</p>}
    </>
  );
}

function rowsOf(epochs: readonly number[], range: EpochRange | null): { rows: number[]; step: number } {
  const { from, to } = range ?? fullRange(epochs.length);
  const shown = epochs.filter((epoch) => epoch >= from && epoch <= to);
  const step = Math.ceil(shown.length / MOST_ROWS);
  return { step, rows: shown.filter((_, i) => i % step === 0 || i === shown.length - 1) };
}
