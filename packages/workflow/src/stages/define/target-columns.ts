import { StepwellError } from '@stepwell/base/errors';
import { findColumn, type Column, type Table } from '@stepwell/data/table';
import type { RunSpec } from '../../question/index.ts';

/** Preparations that a number to predict may have too. */
const SCALES: ReadonlySet<string> = new Set(['log', 'z-score']);

/**
 * The columns to predict. Checks that every column in the spec exists.
 *
 * @returns [targets], in the spec's order.
 * @throws {StepwellError} `unknown_column`.
 */
export function targetColumns(table: Table, spec: RunSpec): Column[] {
  const named = [
    ...spec.target,
    ...spec.drop,
    ...spec.keep,
    ...Object.keys(spec.prepare),
    ...Object.keys(spec.read ?? {}),
    ...(spec.group === undefined ? [] : [spec.group]),
    ...(spec.query === undefined ? [] : [spec.query]),
    ...(spec.timeColumn === undefined ? [] : [spec.timeColumn]),
  ];
  for (const wanted of named) if (!findColumn(table, wanted)) throw unknownColumn(table, wanted);
  for (const [name, other] of [
    ['left out', spec.drop],
    ['kept as an input', spec.keep],
    ['prepared as an input', Object.keys(spec.prepare).filter((name) => !SCALES.has(spec.prepare[name]!))],
    ['the query column', [spec.query]],
    ['the group column', [spec.group]],
    ['the time column', [spec.timeColumn]],
  ] as const) {
    const both = spec.target.find((column) => other.includes(column));
    if (both === undefined) continue;
    throw new StepwellError(
      'unknown_column',
      `"${both}" is both the target and ${name}. It can only be one of them; choose another column.`,
      {
        details: { column: both },
      },
    );
  }
  const twice = spec.target.find((column, i) => spec.target.indexOf(column) !== i);
  if (twice !== undefined) {
    throw new StepwellError('unsupported_problem', `"${twice}" is listed twice as a target. List each target once.`);
  }
  return spec.target.map((name) => findColumn(table, name)!);
}

function unknownColumn(table: Table, wanted: string): StepwellError {
  const names = table.columns.map((column) => column.name);
  const alike = names.find((name) => name.toLowerCase() === wanted.toLowerCase());
  const hint =
    alike === undefined
      ? `Its columns are ${names
          .slice(0, 8)
          .map((name) => `"${name}"`)
          .join(', ')}${names.length > 8 ? ' …' : ''}.`
      : `Did you mean "${alike}"?`;
  return new StepwellError('unknown_column', `The table has no column "${wanted}". ${hint}`, {
    details: { column: wanted },
  });
}
