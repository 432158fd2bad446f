import { StepwellError } from '@stepwell/base/errors';
import { formatNumber } from '@stepwell/base/format';
import { countDistinct, countMissing, type Column } from '@stepwell/data/table';
import type { Input } from '../define/index.ts';
import type { PreparationChoice } from '../../question/index.ts';
import { HASH_BUCKETS, MAX_ONE_HOT, type PreparationStep } from '../../training/preparation/index.ts';
import { describeNumbers } from './describe-numbers.ts';

/** A step, and the reason specific to this column; null if the step needs none. */
export interface StepChoice {
  step: PreparationStep;
  why: string | null;
}

/** More skewed than an exponential distribution. */
const SKEWED = 2;
/** The greatest value, 1 added, is so many times the median, 1 added: a decade of the logarithm. */
const WIDE = 10;
/** Four outliers in ten thousand, ten deviations away, bring a normal distribution to about this value. */
const HEAVY_TAILED = 10;
/** With fewer numbers, their shape says nothing. */
const ENOUGH = 20;
/** With this many rows per category, a bucket of several categories is still informative. */
const ROWS_PER_CATEGORY = 10;

/** The steps available for each kind of column. */
const FITTING: Record<Input['kind'], readonly PreparationChoice[]> = {
  numeric: ['z-score', 'zero-to-one', 'minus-one-to-one', 'robust', 'log', 'one-hot'],
  categorical: ['one-hot', 'hash', 'frequency', 'target-rate', 'multi-hot', 'sequences'],
  boolean: [],
  date: [],
  text: ['multi-hot', 'sequences'],
  image: ['pixels'],
};

/**
 * Chooses how to prepare a column, by rule.
 *
 * @param column of the development rows.
 * @param rows how many there are.
 */
export function chooseStep(column: Column, rows: number): StepChoice {
  switch (column.kind) {
    case 'numeric':
      return chooseNumberStep(column.values.filter(Number.isFinite));
    case 'categorical':
      return chooseCategoryStep(countDistinct(column, rows), rows - countMissing(column, rows));
    case 'boolean':
      return { step: 'zero-one', why: null };
    case 'date':
      return { step: 'date-parts', why: null };
    case 'text':
      return { step: 'multi-hot', why: null };
    case 'image':
      return { step: 'pixels', why: null };
  }
}

/**
 * Refuses a step that does not fit the column.
 *
 * @throws {StepwellError} `preparation_mismatch`.
 */
export function checkChoice({ name, kind }: Column, choice: PreparationChoice): void {
  const fitting = FITTING[kind];
  if (fitting.includes(choice)) return;
  throw new StepwellError(
    'preparation_mismatch',
    fitting.length < 2
      ? `"${name}" is ${kind}, which has only one preparation; ${choice} is for ${FOR[choice]}. Leave "${name}" out of prepare.`
      : `"${name}" is ${kind}, but ${choice} is for ${FOR[choice]}. Use ${fitting.slice(0, -1).join(', ')} or ${fitting.at(-1)}.`,
    { details: { column: name, kind, choice, fitting } },
  );
}

const NUMBERS = 'numeric columns';
const CATEGORIES = 'categorical columns';
const TEXT = 'text columns';
const FOR: Record<PreparationChoice, string> = {
  'z-score': NUMBERS,
  'zero-to-one': NUMBERS,
  'minus-one-to-one': NUMBERS,
  robust: NUMBERS,
  log: NUMBERS,
  'one-hot': 'categorical columns and whole numbers',
  hash: CATEGORIES,
  frequency: CATEGORIES,
  'target-rate': CATEGORIES,
  'multi-hot': TEXT,
  sequences: TEXT,
  pixels: 'image columns',
};

function chooseNumberStep(present: Float64Array): StepChoice {
  if (present.length < ENOUGH) return { step: 'z-score', why: null };
  const { least, median, greatest, interquartileRange, skewness, excessKurtosis } = describeNumbers(present);
  const isWide = greatest >= WIDE * (1 + median);
  if (least >= 0 && skewness > SKEWED && isWide) {
    return {
      step: 'log',
      why: `skewness ${formatNumber(skewness)}, median ${formatNumber(median)} and maximum ${formatNumber(greatest)}`,
    };
  }
  if (interquartileRange > 0 && excessKurtosis > HEAVY_TAILED) {
    return { step: 'robust', why: `excess kurtosis ${formatNumber(excessKurtosis)}` };
  }
  return { step: 'z-score', why: null };
}

function chooseCategoryStep(categories: number, present: number): StepChoice {
  if (categories <= MAX_ONE_HOT) return { step: 'one-hot', why: null };
  const each = formatNumber(present / categories);
  return present >= categories * ROWS_PER_CATEGORY
    ? { step: 'hash', why: `${categories} categories in ${HASH_BUCKETS} buckets, ${each} rows each` }
    : { step: 'frequency', why: `${categories} categories, ${each} rows each` };
}
