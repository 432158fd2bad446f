import { exp, ln } from '@stepwell/base/exact';
import { generator, permutation, type Generator } from '@stepwell/base/random';
import { allRows, countRows, type Target } from '@stepwell/metrics/targets';
import {
  centre,
  designOf,
  linearValues,
  prepareKernelRidge,
  prepareRidge,
  productsOf,
  targetColumns,
} from '../../training/linear/index.ts';
import type { Split } from '../../training/rows/index.ts';

/** Permutations at most; fewer where each takes long, and none where not even the least number can be had. */
const MOST_PERMUTATIONS = 499;
const FEWEST_PERMUTATIONS = 99;
/** Multiplications that all permutations together may take, and that the least number may take. */
const WORK = 4e8;
const MOST_WORK = 2e9;
/** Once so many permutations have done at least as well, the p-value is that of chance: their share so far. */
const ENOUGH = 15;
/** Classes or labels beyond the most common ones add little. */
const MOST_COLUMNS = 20;

/** How the target may be dealt anew among the rows, so that nothing changes where it has nothing to do with the inputs. */
export type Exchange =
  /** Any row's target may go to any row. */
  | { kind: 'rows' }
  /** [rows]: rows of a group are alike, so their targets move together. */
  | { kind: 'groups'; groups: Int32Array }
  /** [rows]: each row's time. Rows near each other are alike: all targets are moved on by the same distance. */
  | { kind: 'times'; times: Float64Array };

/** A linear model of one fold, for many targets of the same rows. */
export interface LinearFold {
  split: Split;
  /** Fits a centred target of the training rows, and returns the model's values for the validation rows, but for a constant. */
  fit: (centred: Float64Array) => Float64Array;
  /** Multiplications of a fit. */
  work: number;
}

/**
 * Folds of rows with few inputs.
 *
 * @param x [rows, width], row-major: prepared inputs. Their preparation may not have seen the target.
 */
export function foldsOfInputs(x: Float32Array | Float64Array, width: number, splits: readonly Split[]): LinearFold[] {
  return splits.map((split): LinearFold => {
    const prepared = once(() => {
      const design = designOf(x, width, split.train, split.validation);
      return { ...design, ridge: prepareRidge(design.train, width) };
    });
    return {
      split,
      fit: (centred) => linearValues(prepared().validation, prepared().ridge(centred).coefficients),
      work: workOfInputs(width, split),
    };
  });
}

/**
 * Folds of rows with more inputs than can be solved for, such as words or pixels.
 *
 * @param products [rows, rows], row-major: the rows' inner products.
 */
export function foldsOfProducts(products: Float64Array, rows: number, splits: readonly Split[]): LinearFold[] {
  return splits.map((split): LinearFold => {
    const n = split.train.length;
    const prepared = once(() => {
      const { train, validation } = productsOf(products, rows, split.train, split.validation);
      return { validation, ridge: prepareKernelRidge(train, n) };
    });
    return {
      split,
      fit: (centred) => linearValues(prepared().validation, prepared().ridge(centred)),
      work: 4 * n * n + n * split.validation.length,
    };
  });
}

/** Nothing is prepared for a test that would take too long. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

function workOfInputs(width: number, { train, validation }: Split): number {
  return (train.length + validation.length + 8 * width) * width;
}

/** @returns how many permutations are drawn, by what each takes; 0 where the least number would take too long. */
export function permutationsFor(multiplications: number): number {
  if (FEWEST_PERMUTATIONS * multiplications > MOST_WORK) return 0;
  const within = Math.floor(WORK / Math.max(1, multiplications));
  return Math.max(FEWEST_PERMUTATIONS, Math.min(MOST_PERMUTATIONS, within));
}

/**
 * Whether a linear model predicts the target of rows that it wasn't fitted on better than it predicts targets dealt anew
 * among the rows: a permutation test in which every permutation is fitted and cross-validated as the target itself is, its
 * penalty chosen each time. It is exact where the rows are exchangeable as `exchange` says. Numbers are compared by their
 * normal scores, so that a few large ones don't decide.
 *
 * @param folds a row may be validated at most once.
 * @param seed keys the permutations.
 * @returns the one-sided p-value, in (0, 1]; null where the test would take too long.
 * @see Ojala, Garriga: Permutation tests for studying classifier performance (2010), test 1
 * @see Besag, Clifford: Sequential Monte Carlo p-values (1991)
 */
export function testLinear(
  folds: readonly LinearFold[],
  target: Target,
  exchange: Exchange,
  seed: number,
): number | null {
  const columns = comparedColumns(target);
  const work = folds.reduce((sum, fold) => sum + fold.work, 0);
  const permutations = permutationsFor(work * columns.length);
  if (permutations === 0) return null;
  const rows = countRows(target);
  const random = generator(seed, 'gate', 'linear');
  const observed = covariance(folds, columns, allRows(rows));
  const deal = dealer(exchange, rows, random);
  let atLeast = 0;
  for (let drawn = 1; drawn <= permutations; drawn++) {
    // Not "greater or equal", so that NaN counts too.
    if (!(covariance(folds, columns, deal()) < observed)) atLeast++;
    if (atLeast === ENOUGH) return ENOUGH / drawn;
  }
  return (atLeast + 1) / (permutations + 1);
}

/**
 * How far predictions and targets of unseen rows vary together: the sum over folds of their products, each centred in its
 * fold. Unlike R² it doesn't punish predictions that are too small or too large, and finds weak effects more often.
 *
 * @param order the row whose target each row has.
 */
function covariance(folds: readonly LinearFold[], columns: readonly Float64Array[], order: Int32Array): number {
  let sum = 0;
  for (const { fit, split } of folds) {
    for (const column of columns) {
      const fitted = fit(centre(dealt(column, order, split.train)).centred);
      const unseen = centre(dealt(column, order, split.validation)).centred;
      for (let i = 0; i < unseen.length; i++) sum += unseen[i]! * fitted[i]!;
    }
  }
  return sum;
}

/** A loop: this is called for every permutation, and `Float64Array.from` takes ten times as long. */
function dealt(column: Float64Array, order: Int32Array, rows: Int32Array): Float64Array {
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = column[order[rows[i]!]!]!;
  return values;
}

/** @returns the next order of the targets: `order[row]` is the row whose target `row` gets. */
function dealer(exchange: Exchange, rows: number, random: Generator): () => Int32Array {
  switch (exchange.kind) {
    case 'rows':
      return () => permutation(rows, random);
    case 'groups': {
      const members = membersOf(exchange.groups);
      // Both sides in an order of their own: the targets of a group come to rows of few groups, mostly one.
      return () => assign(rowsInSomeOrder(members, random), rowsInSomeOrder(members, random));
    }
    case 'times': {
      const { times } = exchange;
      const order = Int32Array.from({ length: rows }, (_, row) => row).sort((a, b) => times[a]! - times[b]! || a - b);
      return () => {
        const by = 1 + random.below(Math.max(1, rows - 1));
        const moved = new Int32Array(rows);
        moved.set(order.subarray(by));
        moved.set(order.subarray(0, by), rows - by);
        return assign(order, moved);
      };
    }
  }
}

/** Rows by group: those of group g are `rows[starts[g]] … rows[starts[g + 1] - 1]`. */
interface Members {
  starts: Int32Array;
  rows: Int32Array;
}

/** Groups are numbered as they come. */
function membersOf(given: Int32Array): Members {
  const numbers = new Map<number, number>();
  for (const group of given) if (!numbers.has(group)) numbers.set(group, numbers.size);
  const groups = given.map((group) => numbers.get(group)!);
  const count = numbers.size;
  const starts = new Int32Array(count + 1);
  for (const group of groups) starts[group + 1]!++;
  for (let group = 0; group < count; group++) starts[group + 1]! += starts[group]!;
  const next = starts.slice();
  const rows = new Int32Array(groups.length);
  groups.forEach((group, row) => (rows[next[group]!++] = row));
  return { starts, rows };
}

/** Groups in some order, each with its rows as they are. A loop, like `dealt`. */
function rowsInSomeOrder({ starts, rows }: Members, random: Generator): Int32Array {
  const order = new Int32Array(rows.length);
  let at = 0;
  for (const group of permutation(starts.length - 1, random)) {
    for (let i = starts[group]!; i < starts[group + 1]!; i++) order[at++] = rows[i]!;
  }
  return order;
}

function assign(to: Int32Array, from: Int32Array): Int32Array {
  const order = new Int32Array(to.length);
  for (let i = 0; i < to.length; i++) order[to[i]!] = from[i]!;
  return order;
}

/** The target as columns of numbers: normal scores, or 1 for a class or label and 0 for others. */
function comparedColumns(target: Target): Float64Array[] {
  const columns = targetColumns(target);
  if (target.kind === 'number') return columns.map(normalScores);
  // The second of two classes says all that the first does.
  if (target.kind === 'classes' && columns.length === 2) return columns.slice(1);
  const sizes = columns.map((column) => column.reduce((sum, value) => sum + value, 0));
  return columns
    .map((column, i) => ({ column, size: sizes[i]! }))
    .sort((a, b) => b.size - a.size)
    .slice(0, MOST_COLUMNS)
    .map(({ column }) => column);
}

/** Where Tukey's lambda distribution is nearest to the normal one. */
const LAMBDA = 0.14;

/**
 * Normal scores after van der Waerden: the quantile of (nearly) the normal distribution at rank / (n + 1); ties share their
 * mean rank.
 *
 * @see Filliben: The probability plot correlation coefficient test for normality (1975), for the lambda
 */
export function normalScores(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const scores = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]!] === values[order[from]!]) to++;
    const share = ((from + to) / 2 + 1) / (values.length + 1);
    const score = exp(LAMBDA * ln(share)) - exp(LAMBDA * ln(1 - share));
    for (let i = from; i <= to; i++) scores[order[i]!] = score;
    from = to + 1;
  }
  return scores;
}
