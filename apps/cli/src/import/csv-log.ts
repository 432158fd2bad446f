import { StepwellError } from '@stepwell/base/errors';
import { parse } from 'csv-parse/sync';
import { asJson, type FoundRun, type Point } from './logged-points.ts';

/** Columns that count steps, in the order in which they are looked for; their case doesn't matter. */
const STEPS = ['step', 'global_step', '_step', 'iteration', 'iter', 'batch', 'epoch'];
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const SPECIAL = new Map([
  ['nan', NaN],
  ['inf', Infinity],
  ['+inf', Infinity],
  ['-inf', -Infinity],
  ['infinity', Infinity],
  ['-infinity', -Infinity],
]);

/**
 * Reads a CSV log: a header, a line each time something was logged, blank cells where a metric wasn't. As Keras's CSVLogger
 * and Lightning's CSVLogger write it.
 *
 * @param name of the run.
 * @throws {StepwellError} `not_a_table`.
 */
export function readCsvLog(text: string, name: string): FoundRun {
  const [head, ...rows] = recordsOf(text, name);
  if (head === undefined || rows.length === 0) throw notALog(name, 'it has no line below its header');
  const lower = head.map((column) => column.trim().toLowerCase());
  const stepColumn = STEPS.map((column) => lower.indexOf(column)).find((place) => place >= 0) ?? -1;
  const notes = stepColumn < 0 ? ['It has no column of steps, so its lines are counted from 0.'] : [];
  const numbers = head.map((_, place) => place !== stepColumn && rows.every((row) => isNumber(row[place] ?? '')));
  const leftOut = head.filter((_, place) => place !== stepColumn && numbers[place] !== true);
  if (leftOut.length > 0)
    notes.push(`These columns hold something else than numbers, and are left out: ${leftOut.join(', ')}.`);
  const points = rows.flatMap((row, line): Point[] => {
    const values = head.flatMap((column, place): [string, Point['values'][string]][] => {
      const cell = (row[place] ?? '').trim();
      return numbers[place] === true && cell !== '' ? [[column.trim(), asJson(numberOf(cell))]] : [];
    });
    if (values.length === 0) return [];
    return [
      { step: stepColumn < 0 ? line : stepOf(row[stepColumn] ?? '', line, name), values: Object.fromEntries(values) },
    ];
  });
  if (points.length === 0) throw notALog(name, 'no column holds numbers');
  return { name, points, notes, whole: true };
}

function recordsOf(text: string, name: string): string[][] {
  try {
    const options = { bom: true, relax_column_count: true, skip_empty_lines: true, delimiter: [',', ';', '\t'] };
    return parse(text, options);
  } catch (cause) {
    throw notALog(name, `it is no CSV (${cause instanceof Error ? cause.message : String(cause)})`);
  }
}

function stepOf(cell: string, line: number, name: string): number {
  const step = numberOf(cell.trim());
  if (Number.isSafeInteger(step)) return step;
  throw notALog(name, `line ${line + 2} has the step "${cell.slice(0, 40)}", which is no whole number`);
}

function isNumber(cell: string): boolean {
  const text = cell.trim();
  return text === '' || NUMBER.test(text) || SPECIAL.has(text.toLowerCase());
}

function numberOf(text: string): number {
  return text === '' ? NaN : (SPECIAL.get(text.toLowerCase()) ?? Number(text));
}

function notALog(name: string, why: string): StepwellError {
  return new StepwellError('not_a_table', `${name} is no CSV log: ${why}.`);
}
