import type { ChartData, Line } from '../chart/lines.ts';
import { text } from '../text.ts';

/** What a table is made of. */
export interface CurveTableProps {
  data: ChartData;
  names: Record<Line['role'], string>;
  caption: string;
  format: (value: number) => string;
}

/** The main lines of a chart as a table, one row an epoch. */
export function CurveTable({ data, names, caption, format }: CurveTableProps) {
  const lines = data.lines.filter(({ weight }) => weight === 'main');
  return (
    <div className="h-66 overflow-auto rounded-md border border-line" tabIndex={0} role="region" aria-label={caption}>
      <table className="w-full text-small tabular-nums">
        <caption className="sr-only">{caption}</caption>
        <thead className="sticky top-0 bg-shade text-right">
          <tr>
            <th scope="col" className="px-3 py-2">
              {text.chart.epoch}
            </th>
            {lines.map(({ role }) => (
              <th key={role} scope="col" className="px-3 py-2">
                {names[role]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line text-right">
          {data.epochs.map((epoch, i) => (
            <tr key={epoch}>
              <th scope="row" className="px-3 py-1 font-normal">
                {epoch}
              </th>
              {lines.map(({ role, values }) => {
                const value = values[i];
                return (
                  <td key={role} className="px-3 py-1">
                    {value === null || value === undefined ? '–' : format(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
