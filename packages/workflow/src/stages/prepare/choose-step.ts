import { StepwellError } from '@stepwell/base/errors';
import { formatNumber } from '@stepwell/base/format';
import { countDistinct, countMissing, type Column } from '@stepwell/data/table';
import type { Input } from '../define/index.ts';
import type { PreparationChoice } from '../../question/index.ts';
import { HASH_BUCKETS, MAX_ONE_HOT, type PreparationStep } from '../../training/preparation/index.ts';
import { describeNumbers } from './describe-numbers.ts';

/** A step, and what speaks for it in this column alone; null where the step speaks for itself. */
export interface StepChoice {
  step: PreparationStep;
  why: string | null;
}

/** More skewed than an exponential distribution. */
const SKEWED = 2;
/** The greatest value, 1 added, is so many times the median, 1 added: a decade of the logarithm. */
const WIDE = 10;
/** Four far values in ten thousand, ten deviations away, bring a normal distribution about here. */
const FAR_KURTOSIS = 10;
/** Of fewer numbers the shape says nothing. */
const ENOUGH = 20;
/** With so many rows for each name, a bucket of several names still says something. */
const ROWS_PER_NAME = 10;

/** What can be done to each kind of column. */
const FITTING: Record<Input['kind'], readonly PreparationChoice[]> = {
  numeric: ['z-score', 'zero-to-one', 'minus-one-to-one', 'robust', 'log'],
  categorical: ['one-hot', 'hash', 'frequency', 'multi-hot', 'sequences'],
  boolean: [],
  date: [],
  text: ['multi-hot', 'sequences'],
  image: ['pixels'],
};

/**
 * What is done to a column by rule.
 *
 * @param column of the development rows.
 * @param rows how many there are.
 */
export function chooseStep(column: Column, rows: number): StepChoice {
  switch (column.kind) {
    case 'numeric':
      return chooseNumberStep(column.values.filter(Number.isFinite));
    case 'categorical':
      return chooseNameStep(countDistinct(column, rows), rows - countMissing(column, rows));
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
      ? `"${name}" is ${kind}, which is prepared in one way only; ${choice} is for ${FOR[choice]}. Leave it out of what you ask to prepare.`
      : `"${name}" is ${kind}, and ${choice} is for ${FOR[choice]}. Ask for ${fitting.slice(0, -1).join(', ')} or ${fitting.at(-1)}.`,
    { details: { column: name, kind, choice, fitting } },
  );
}

const NUMBERS = 'columns of numbers';
const NAMES = 'columns of names';
const TEXTS = 'columns of texts';
const FOR: Record<PreparationChoice, string> = {
  'z-score': NUMBERS,
  'zero-to-one': NUMBERS,
  'minus-one-to-one': NUMBERS,
  robust: NUMBERS,
  log: NUMBERS,
  'one-hot': NAMES,
  hash: NAMES,
  frequency: NAMES,
  'multi-hot': TEXTS,
  sequences: TEXTS,
  pixels: 'columns of images',
};

function chooseNumberStep(present: Float64Array): StepChoice {
  if (present.length < ENOUGH) return { step: 'z-score', why: null };
  const { least, median, greatest, interquartileRange, skewness, excessKurtosis } = describeNumbers(present);
  const isWide = greatest >= WIDE * (1 + median);
  if (least >= 0 && skewness > SKEWED && isWide) {
    return {
      step: 'log',
      why: `skewness ${formatNumber(skewness)}, median ${formatNumber(median)} and greatest value ${formatNumber(greatest)}`,
    };
  }
  if (interquartileRange > 0 && excessKurtosis > FAR_KURTOSIS) {
    return { step: 'robust', why: `excess kurtosis ${formatNumber(excessKurtosis)}` };
  }
  return { step: 'z-score', why: null };
}

function chooseNameStep(names: number, present: number): StepChoice {
  if (names <= MAX_ONE_HOT) return { step: 'one-hot', why: null };
  const each = formatNumber(present / names);
  return present >= names * ROWS_PER_NAME
    ? { step: 'hash', why: `${names} names in ${HASH_BUCKETS} buckets, ${each} rows each` }
    : { step: 'frequency', why: `${names} names, ${each} rows each` };
}
