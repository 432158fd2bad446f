import { parse } from 'csv-parse';
import { pipeline, Readable } from 'node:stream';

/** A row's answer: the row's number, predictions, probabilities, intervals, notes. Empty cells are null. */
type Row = Record<string, string | number | null>;

/**
 * Turns predictions as CSV into a JSON array with one object per row, while they come. A last line that says why they end too
 * early is left out.
 *
 * @param csv pieces of the CSV.
 * @yields pieces of the JSON.
 */
export async function* predictionsJson(csv: AsyncIterable<string>): AsyncGenerator<string, void> {
  // An error of the source is thrown by the loop; the callback only keeps it from being thrown once more.
  const records: AsyncIterable<string[]> = pipeline(Readable.from(csv), parse(), () => {});
  let head: string[] | null = null;
  let isNumber: boolean[] = [];
  let rows = 0;
  for await (const cells of records) {
    if (head === null) {
      head = cells;
      isNumber = numberColumns(head);
      yield '[';
    } else if (cells[0] !== 'error') {
      const row: Row = Object.fromEntries(head.map((name, i) => [name, valueOf(cells[i]!, isNumber[i]!)]));
      yield `${rows++ === 0 ? '\n' : ',\n'}  ${JSON.stringify(row)}`;
    }
  }
  yield rows === 0 ? `${head === null ? '[' : ''}]\n` : '\n]\n';
}

function valueOf(cell: string, isNumber: boolean): string | number | null {
  if (cell === '') return null;
  return isNumber ? Number(cell) : cell;
}

/**
 * Which columns hold numbers: the row's number, probabilities and ends of intervals; and the predictions themselves unless they
 * are classes, which are named in one column beside the probabilities of all.
 */
function numberColumns(head: readonly string[]): boolean[] {
  const probabilities = head.filter((name) => /^p\(.*\)$/s.test(name)).length;
  const isValue = (name: string) => /^(?:p|low\d+|high\d+)\(.*\)$/s.test(name);
  const isText = (name: string, i: number) =>
    /^set\d+$/.test(name) || (name === 'file' && i === 1) || (name === 'notes' && i === head.length - 1);
  const predicted = head.filter((name, i) => i > 0 && !isValue(name) && !isText(name, i)).length;
  const isClass = probabilities > predicted;
  return head.map((name, i) => i === 0 || isValue(name) || (!isText(name, i) && !isClass));
}
