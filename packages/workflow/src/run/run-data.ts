import { StepwellError } from '@stepwell/base/errors';
import {
  concatTables,
  countDistinct,
  isMissing,
  looksLikeAmbiguousDate,
  selectRows,
  settleKinds,
  type MergedSpelling,
  type Table,
} from '@stepwell/data/table';
import { targetAt } from '@stepwell/metrics/targets';
import type { Reading } from '@stepwell/data/values';
import {
  auditReading,
  auditUnscored,
  checkTestClasses,
  readTarget,
  targetColumns,
  type Definition,
  type ReadingNotes,
} from '../stages/define/index.ts';
import { seal, structureOf, type RowStructure, type Seal } from '../stages/protocol/index.ts';
import type { Part } from '../training/rows/index.ts';
import type { Question, RunSpec } from '../question/index.ts';
import { deriveForecast, sealOrigins, type Forecasting } from './forecast/index.ts';
import { askedKinds, mergeCategories, mergedSpellings, readColumns } from './read-columns.ts';

/** A run's rows, split into development and sealed rows. */
export interface RunData {
  spec: RunSpec;
  /** How the file was read; null where that wasn't noted. */
  reading: Reading | null;
  /** Spellings that were taken for one, by column. */
  merged: Map<string, MergedSpelling[]>;
  seal: Seal;
  /** The development rows, for all stages but the last. */
  development: Table;
  /** The sealed rows. Only `openVault` calls this. */
  unseal(): Table;
  /** The rows of the test file that have no target, in the order of `seal.unscored`. */
  unscored: Table;
  /** What is forecast, and how the file became rows to forecast from; null where rows are predicted as they are. */
  forecast: Forecasting | null;
}

/**
 * Seals the test rows.
 *
 * @param table the dataset.
 * @param testTable the dataset of a test file; null to sample the test rows.
 * @returns the development rows, and access to the sealed ones for `openVault`.
 * @throws {StepwellError} `unknown_column`, `unsupported_problem`, `test_table_mismatch`, `protocol_mismatch` or
 *   `too_few_rows`.
 */
export function openRunData(asked: RunSpec, table: Table, testTable: Table | null): RunData {
  targetColumns(table, asked);
  const reading = table.reading ?? null;
  const read = readColumns(table, asked);
  if (asked.horizon !== undefined) return openForecastData(asked, read, reading);
  refuseForecastFields(asked);
  const spec = withQuery(withTimeColumn(asked, read), table);
  if (spec.testDataset === spec.dataset) {
    throw new StepwellError(
      'test_table_mismatch',
      'The test file is the same as the training file. Use rows that are not in the training file, or leave the test file out.',
    );
  }
  const together = testTable === null ? read : concatTables(read, readColumns(testTable, spec), spec.target);
  const all = mergeCategories(together, spec);
  const drawn = seal(all, spec, targetColumns(all, spec), testTable === null ? null : table.rows);
  // How the file was read speaks of sealed cells too.
  const { rows, columns } = settleKinds(all, drawn.development, askedKinds(spec));
  const settled: Table = { rows, columns };
  const targets = targetColumns(settled, spec);
  const sealed = drawn.sealed.filter((row) => !targets.some((target) => isMissing(target, row)));
  const isDrawn = testTable === null || !drawn.fromTestFile;
  if (sealed.length === 0 && (testTable !== null || drawn.sealed.length > 0)) {
    const which = isDrawn ? 'None of the rows set aside for the test' : 'No row of the test file';
    throw new StepwellError(
      'too_few_rows',
      `${which} has a valid value in "${spec.target[0]}". The test needs rows with a known target.`,
    );
  }
  // What doesn't fit among the targets isn't one, so that row can be predicted.
  const isSealed = new Set(sealed);
  const unfit = drawn.sealed.filter((row) => row >= table.rows && !isSealed.has(row));
  const unscored = unfit.length === 0 ? drawn.unscored : Int32Array.from([...drawn.unscored, ...unfit]).sort();
  // Split once, so the complete table needn't stay in memory.
  const vault = selectRows(settled, sealed);
  const development = selectRows(settled, drawn.development);
  if (drawn.fromTestFile) checkTestClasses(development, vault, spec);
  return {
    spec,
    reading,
    merged: mergedSpellings(together, all, drawn.development),
    seal: { ...drawn, sealed, unscored },
    development,
    unseal: () => vault,
    unscored: selectRows(settled, unscored),
    forecast: null,
  };
}

/** The column that svmlight files name queries in. */
const QID = 'qid';

/** Ranks within the queries of an svmlight file, unless another kind of problem is asked for; and keeps queries together. */
function withQuery(spec: RunSpec, { columns, reading }: Table): RunSpec {
  const isNamed =
    reading?.file.format === 'svmlight' &&
    columns.some(({ name }) => name === QID) &&
    (spec.type === undefined || spec.type === 'ranking') &&
    ![...spec.target, ...spec.drop, ...spec.keep, spec.group].includes(QID);
  const query = spec.query ?? (isNamed ? QID : undefined);
  if (query === undefined) return spec;
  if (spec.group !== undefined && spec.group !== query) {
    throw new StepwellError(
      'protocol_mismatch',
      `Rows can be kept together by "${spec.group}" or by query, but not both. Leave out the group column: the rows of a "${query}" stay together.`,
      { details: { column: spec.group } },
    );
  }
  return { ...spec, query, group: query };
}

/** The rows of a forecast: one a moment to forecast from, those from the last on sealed. */
function openForecastData(asked: RunSpec, read: Table, reading: Reading | null): RunData {
  // Kinds and spellings of other columns are decided from the whole file: no value to predict is among them.
  const merged = mergeCategories(read, asked);
  const { table, ...forecast } = deriveForecast(asked, merged);
  const { spec, cut } = forecast;
  const drawn = sealOrigins(table, forecast.forecast, cut);
  const vault = selectRows(table, drawn.sealed);
  return {
    spec,
    reading,
    merged: mergedSpellings(
      read,
      merged,
      Int32Array.from({ length: read.rows }, (_, row) => row),
    ),
    seal: drawn,
    development: selectRows(table, drawn.development),
    unseal: () => vault,
    unscored: selectRows(table, drawn.unscored),
    forecast,
  };
}

/** @throws {StepwellError} `protocol_mismatch` for what only a forecast has. */
function refuseForecastFields({ series, season, measure }: RunSpec): void {
  if (measure === 'mase') {
    throw new StepwellError(
      'measure_mismatch',
      'The mean absolute scaled error measures forecasts, but no horizon was given. Say how many steps ahead to forecast, or choose mae.',
    );
  }
  if (series === undefined && season === undefined) return;
  const what = series === undefined ? 'A season' : `The column of series "${series}"`;
  throw new StepwellError(
    'protocol_mismatch',
    `${what} belongs to a forecast, but no horizon was given. Say how many steps ahead to forecast, or leave it out.`,
  );
}

/** Uses the first date column as the time column if the rows are ordered by time and none was given. */
function withTimeColumn(spec: RunSpec, table: Table): RunSpec {
  if (spec.order !== 'time' || spec.timeColumn !== undefined) return spec;
  const dates = table.columns.find(
    (column) =>
      column.kind === 'date' &&
      ![...spec.target, ...spec.drop].includes(column.name) &&
      countDistinct(column, table.rows) > 1,
  );
  if (dates !== undefined) return { ...spec, timeColumn: dates.name };
  const unread = table.columns.find(
    (column) => column.kind === 'categorical' && column.categories.slice(0, 20).every(looksLikeAmbiguousDate),
  );
  if (unread === undefined || unread.kind !== 'categorical' || unread.categories.length < 2) return spec;
  throw new StepwellError(
    'protocol_mismatch',
    `Rows can't be put in time order: "${unread.name}" looks like dates ("${unread.categories[0]}"), but they couldn't be read. Say how to read it, such as ${unread.name}=date:day-first, or write its cells as 2021-03-04.`,
    { details: { column: unread.name } },
  );
}

/** @returns what was noted when the file was read. */
export function readingNotes({ reading, development, seal, merged }: RunData): ReadingNotes {
  const rowNames = reading?.columns.filter(({ rowName }) => rowName).map(({ column }) => column) ?? [];
  const findings = [...auditReading(reading, development, seal.development, merged), ...auditUnscored(seal)];
  return { findings, rowNames };
}

/** @returns the development rows with their target. */
export function developmentPart(data: RunData, definition: Definition): Part {
  return partOf(data.development, data.seal.development, definition);
}

const structures = new WeakMap<Table, RowStructure>();

/** @returns the development rows as the splitters need them. */
export function developmentStructure(data: RunData, definition: Definition, part: Part): RowStructure {
  const known = structures.get(data.development);
  if (known !== undefined) return known;
  const inputs = definition.inputs.map(({ column }) => column);
  const structure = structureOf(part.table, part.target, data.spec, inputs);
  structures.set(data.development, structure);
  return structure;
}

/**
 * @returns the rows of the test file that have no target, as rows that can be prepared. Their target is that of a development
 * row and means nothing.
 */
export function unscoredPart(data: RunData, development: Part): Part {
  const { rows } = data.unscored;
  return { table: data.unscored, ids: data.seal.unscored, target: targetAt(development.target, new Int32Array(rows)) };
}

/** @returns the sealed rows with their target, for `openVault` only. */
export function sealedPart(data: RunData, definition: Definition): Part {
  return partOf(data.unseal(), data.seal.sealed, definition);
}

/** @returns the question as a forecast is understood; any other as it is. */
export function asForecast<T extends Question>(question: T, { forecast }: Pick<RunData, 'forecast'>): T {
  // A share may leave its ends relative to a naive forecast.
  return forecast === null ? question : { ...question, bounds: null, forecast: forecast.forecast };
}

function partOf(table: Table, ids: Int32Array, definition: Definition): Part {
  return { table, ids, target: readTarget(table, definition) };
}
