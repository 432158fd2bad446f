import { StepwellError } from '@stepwell/base/errors';
import { findColumn, looksLikeAmbiguousDate, type Table } from '@stepwell/data/table';
import type { RunSpec } from '../../question/index.ts';
import { firstDates } from '../../training/forecast/index.ts';

/** Measures of numbers, with which a forecast can be judged. */
const TYPES: ReadonlySet<string> = new Set(['scalar-regression', 'vector-regression']);

/**
 * Checks that what was asked goes with a horizon.
 *
 * @returns the spec with its column of times, if it names none.
 * @throws {StepwellError} `protocol_mismatch`, `unsupported_problem` or `unknown_column`.
 */
export function checkForecast(spec: RunSpec, table: Table): RunSpec {
  const { target, type, series, season } = spec;
  if (target.length > 1) {
    throw new StepwellError(
      'unsupported_problem',
      `One column can be forecast at a time, but ${target.length} were named. Run each by itself; the others are inputs as far as they are known.`,
    );
  }
  if (type !== undefined && !TYPES.has(type)) {
    throw new StepwellError(
      'unsupported_problem',
      `A forecast predicts numbers, not ${type}. Leave out the type, or the horizon.`,
    );
  }
  if (spec.testDataset !== undefined) {
    refuse(
      'A forecast is tested on the end of the series, so there is no separate test file. Append its rows to the file, or leave it out.',
    );
  }
  if (spec.group !== undefined) {
    refuse(
      `Rows of a forecast are kept in order of time and can't be grouped by "${spec.group}". To tell series apart, name the column with --series.`,
    );
  }
  if (spec.query !== undefined) {
    refuse(
      `A forecast has no queries. Leave out "${spec.query}" or the horizon; to tell series apart, name the column with --series.`,
    );
  }
  if (spec.levels !== undefined)
    refuse('A forecast predicts numbers, which have no levels. Leave out the levels, or the horizon.');
  if (spec.split !== undefined)
    refuse(`Rows of a forecast are split by time, so "${spec.split}" can't assign them. Leave out the split column.`);
  if (spec.order === 'random') refuse('A forecast keeps rows in order of time. Leave out the order, or the horizon.');
  if (spec.order === 'file' && spec.timeColumn !== undefined) {
    refuse(`Rows can be ordered as in the file or by "${spec.timeColumn}", but not both. Leave out one of the two.`);
  }
  if (Object.keys(spec.prepare).length > 0) {
    refuse('Inputs of a forecast are made from the past and prepared by rule. Leave out the preparation of columns.');
  }
  if (season !== undefined && new Set(season).size < season.length) {
    refuse(`A season is named twice: ${season.join(', ')}. Name each once, the most important first.`);
  }
  if (series !== undefined && findColumn(table, series) === undefined) {
    throw new StepwellError(
      'unknown_column',
      `The table has no column "${series}" to tell series apart by. Check the name against the header.`,
      {
        details: { column: series },
      },
    );
  }
  if (series !== undefined && (series === target[0] || series === spec.timeColumn)) {
    refuse(
      `"${series}" can't name the series and be the ${series === target[0] ? 'target' : 'time column'} too. Choose another column.`,
    );
  }
  if (target[0] === spec.timeColumn) {
    refuse(`"${target[0]}" can't be both the target and the time column. Choose another time column.`);
  }
  if (spec.timeColumn !== undefined || spec.order === 'file') return spec;
  const dates = firstDates(table, spec);
  if (dates !== undefined) return { ...spec, timeColumn: dates.name };
  const unread = table.columns.find(
    (column) => column.kind === 'categorical' && column.categories.slice(0, 20).every(looksLikeAmbiguousDate),
  );
  if (unread?.kind === 'categorical' && unread.categories.length > 1) {
    return refuse(
      `There is no order to forecast in: "${unread.name}" looks like dates ("${unread.categories[0]}"), but they couldn't be read. Say how to read it, such as ${unread.name}=date:day-first, or write its cells as 2021-03-04.`,
    );
  }
  return refuse(
    'There is no order to forecast in: no column holds dates. Name a column of numbers as the time column, or set the order to "file" if the rows already stand in order of time.',
  );
}

function refuse(what: string): never {
  throw new StepwellError('protocol_mismatch', what);
}
