import { StepwellError } from '@stepwell/base/errors';
import { relativeTarget, take, type Target } from '@stepwell/metrics/targets';
import { asText, findColumn, type Column, type ImageColumn, type Table } from '@stepwell/data/table';
import { rowSet, type Part } from '../rows/index.ts';
import { fitFeatures, type NumberSource } from './features.ts';
import { fitColumn, widthOf } from './fit-column.ts';
import { fitScale } from './images.ts';
import type { ColumnPreparation, FittedColumn, FittedPreparation, PreparationStep } from './preparation.ts';
import { meanAndDeviation } from './scaling.ts';
import { logOfTarget, scaleTarget } from './target-scale.ts';
import { fitTargetRates, ratedBy } from './target-rate.ts';
import { DEFAULT_WORDS, fitVocabulary } from './vocabulary.ts';

/** How rows are prepared, columns aside. */
export interface PreparationOptions {
  /** Whether squares, products and ratios of columns are inputs too. */
  features: boolean;
  /** Whether the pieces of numbers are inputs too. */
  numbers?: 'piecewise-linear' | undefined;
  /** The ends that a number to predict lies between by its nature; they then take the place of its mean and deviation. */
  bounds: { low: number; high: number } | null;
  /** `log`: the target is learned as ln(1 + y). */
  scale?: 'log' | undefined;
  /** Words of the vocabulary at most. */
  words?: number | undefined;
  /** `cumulative`: of ordered classes, which levels a row reaches. */
  levels?: 'cumulative' | undefined;
  /** What becomes of texts. */
  form?: 'multi-hot' | 'sequences';
}

/** Classes, labels or columns that features are chosen by, at most. */
const MAX_TARGETS = 20;

/**
 * Fits means, deviations and vocabularies on some rows of a part, and on no others.
 *
 * @param part the rows to choose from.
 * @param preparation what is done to each column.
 * @param rows [n], int32: positions in `part` to fit on.
 * @throws {StepwellError} `unknown_column` or `test_table_mismatch` when the table has other columns;
 *   `empty_vocabulary` when its texts hold no word.
 */
export function fitPreparation(
  part: Part,
  preparation: ColumnPreparation[],
  rows: Int32Array,
  options: PreparationOptions,
): FittedPreparation {
  const texts = preparation.filter(({ steps }) => isOfText(steps)).map(({ column }) => column);
  const image = preparation.find(({ steps }) => steps.includes('pixels'));
  const relative = relativeTarget(part.target);
  const columns = preparation
    .filter((one) => one !== image && !isOfText(one.steps))
    .flatMap((one) => {
      const column = columnOf(part.table, one.column);
      return column.kind === 'categorical' && one.steps.includes('target-rate')
        ? fitTargetRates(column, rows, ratedBy(relative), one.steps.includes('mark-missing'))
        : [fitColumn(column, one, rows, options.numbers)];
    });
  const target = fitTarget(relative, rows, options);
  const sources = numberSources(columns, part.table);
  const features = options.features ? fitFeatures(sources, targetsOf(relative, target, rows), rows) : null;
  return {
    columns,
    features,
    width: columns.reduce((sum, column) => sum + widthOf(column), features?.length ?? 0),
    text: fitText(part.table, texts, rows, options),
    image: image === undefined ? null : fitImage(part.table, image.column, rows),
    target,
    ...(options.levels === undefined || part.target.kind !== 'classes' || part.target.ordered !== true
      ? {}
      : { levels: part.target.classes.length }),
    fittedOn: rowSet(take(part.ids, rows)),
  };
}

/** Whether it is texts that are prepared so. */
export function isOfText(steps: readonly PreparationStep[]): boolean {
  return steps.includes('multi-hot') || steps.includes('sequences');
}

function fitText(
  table: Table,
  columns: string[],
  rows: Int32Array,
  { words = DEFAULT_WORDS, form = 'multi-hot' }: PreparationOptions,
): FittedPreparation['text'] {
  if (columns.length === 0) return null;
  const texts = columns.map((name) => asText(columnOf(table, name), table.rows));
  return { columns, words: fitVocabulary(texts, rows, words), form };
}

function fitImage(table: Table, column: string, rows: Int32Array): NonNullable<FittedPreparation['image']> {
  return { column, scale: fitScale(imagesNamed(table, column), rows) };
}

/**
 * @returns the column of images of that name.
 * @throws {StepwellError} `unknown_column`, or `test_table_mismatch` where it is none.
 */
export function imagesNamed(table: Table, name: string): ImageColumn {
  const column = columnOf(table, name);
  if (column.kind === 'image') return column;
  throw new StepwellError(
    'test_table_mismatch',
    `Column "${name}" is ${column.kind}, but images were expected. Use images in both files.`,
  );
}

/**
 * @returns the column of that name.
 * @throws {StepwellError} `unknown_column`.
 */
export function columnOf(table: Table, name: string): Column {
  const column = findColumn(table, name);
  if (column !== undefined) return column;
  throw new StepwellError('unknown_column', `The table has no column "${name}". Check the name against the header.`);
}

/** The columns of numbers among those fitted. */
export function numberSources(columns: FittedColumn[], table: Table): NumberSource[] {
  return columns.flatMap((fitted): NumberSource[] => {
    const column = fitted.kind === 'number' ? columnOf(table, fitted.column) : null;
    return fitted.kind === 'number' && column?.kind === 'numeric' ? [{ fitted, column }] : [];
  });
}

function fitTarget(
  target: Target,
  rows: Int32Array,
  { bounds, scale }: Pick<PreparationOptions, 'bounds' | 'scale'>,
): FittedPreparation['target'] {
  if (target.kind !== 'number') return null;
  const { width, values } = target;
  if (target.queries !== undefined) {
    // Only the order counts, and 0 is no relevance.
    return { mean: [0], sd: [rows.reduce((most, row) => Math.max(most, values[row]!), 0) || 1] };
  }
  const columns = Array.from({ length: width }, (_, column) => {
    if (bounds !== null) return { mean: bounds.low, sd: bounds.high - bounds.low, most: bounds.high };
    const taken = Float64Array.from(rows, (row) => values[row * width + column]!);
    const { mean, sd } = meanAndDeviation(scale === 'log' ? taken.map(logOfTarget) : taken);
    return { mean, sd, most: taken.reduce((most, value) => Math.max(most, value), 0) };
  });
  return {
    mean: columns.map(({ mean }) => mean),
    sd: columns.map(({ sd }) => sd),
    ...(scale === 'log' && bounds === null ? { log: { most: columns.map(({ most }) => most) } } : {}),
  };
}

/** What features are chosen by: 1 and 0 for each class or label, numbers in standard deviations. */
function targetsOf(target: Target, fitted: FittedPreparation['target'], rows: Int32Array): Float64Array[] {
  const each = (count: number, at: (row: number, index: number) => number) =>
    Array.from({ length: Math.min(MAX_TARGETS, count) }, (_, index) =>
      Float64Array.from(rows, (row) => at(row, index)),
    );
  switch (target.kind) {
    case 'classes':
      return each(target.classes.length, (row, index) => (target.codes[row] === index ? 1 : 0));
    case 'labels':
      return each(target.labels.length, (row, index) => target.values[row * target.labels.length + index]!);
    case 'number':
      return each(target.width, (row, index) => {
        const value = target.values[row * target.width + index]!;
        return fitted === null ? value : scaleTarget(fitted, value, index);
      });
  }
}
