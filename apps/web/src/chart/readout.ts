import { text } from '../text.ts';
import { isReference, type ChartData, type Line } from './lines.ts';

/** What the readout needs of a pane. */
export interface ReadoutPane {
  data: ChartData;
  quantity: string;
  format: (value: number) => string;
}

/** @returns the exact values of all panes at an index, in one sentence; empty if there are none. */
export function readoutAt(panes: readonly ReadoutPane[], index: number | null): string {
  if (index === null) return '';
  const readouts = panes.map(({ data, quantity, format }) => ({
    quantity,
    values: data.lines.filter(isInReadout).flatMap((line) => {
      const value = line.values[index];
      return value === null || value === undefined ? [] : [valueOf(line, value, index, format)];
    }),
  }));
  const some = readouts.filter(({ values }) => values.length > 0);
  if (some.length === 0) return '';
  const parts = some.map(({ quantity, values }) =>
    panes.length > 1 ? `${quantity}: ${values.join(', ')}` : values.join(', '),
  );
  return text.chart.at(index + 1, parts.join('; '));
}

/** @returns how many lines of text to reserve for a readout. */
export function readoutLines(panes: readonly ReadoutPane[]): 1 | 2 {
  const readouts = panes.flatMap(({ data }) => data.lines.filter(isInReadout));
  return readouts.length > 2 || readouts.some(({ band }) => band !== null) ? 2 : 1;
}

/** The controls are constant; of the references, only guessing is read out. */
function isInReadout({ role, weight }: Line): boolean {
  return weight === 'main' && (!isReference(role) || role === 'baseline');
}

function valueOf({ name, band }: Line, value: number, index: number, format: (value: number) => string): string {
  const low = band?.low[index] ?? null;
  const high = band?.high[index] ?? null;
  return `${name} ${format(value)}${low === null || high === null ? '' : ` (${format(low)}–${format(high)})`}`;
}
