import {
  mean,
  score,
  skewedMeanInterval,
  standardDeviation,
  studentInterval,
  studentTwoSided,
  type Asked,
  joinPredictions,
  joinTargets,
  type Predictions,
} from '@stepwell/metrics';
import { generator, permutation } from '@stepwell/base/random';
import { selectRows, type Table } from '@stepwell/data/table';
import type { Target } from '@stepwell/metrics/targets';
import type { Importance } from './explanation.ts';
import { predictTable, type Fold } from './fold.ts';
import type { RowLoss } from './losses.ts';

/** Fewer rows don't tell how skewed their losses are. */
const FEW_ROWS = 20;

/** A rise with its probability, not yet corrected for the columns that are shuffled. */
export type Shuffled = Omit<Importance, 'isClear'>;

/** Validation rows with the loss of each, before anything is shuffled. */
export interface Unshuffled {
  folds: { fold: Fold; losses: Float64Array }[];
  /** Mean loss over all rows; of rankings, over all queries. */
  mean: number;
}

/** @returns the losses of the folds' rows. */
export function unshuffled(folds: readonly Fold[], loss: RowLoss): Unshuffled {
  const measured = folds.map((fold) => ({
    fold,
    losses: loss.of(fold.predictions, fold.part.target),
  }));
  return { folds: measured, mean: mean(joined(measured.map(({ losses }) => losses))) };
}

/**
 * Permutation importance: how much the loss of validation rows rises when the cells of some columns are shuffled among them, with
 * their paired 95 % interval over rows. A column without any bearing on the target has a rise of 0 on average, however much the
 * model uses it.
 *
 * @param columns shuffled together, in the same order.
 * @param repeats shuffles, over which each row's rise is averaged.
 * @see Breiman: Random Forests (2001), 10; Fisher, Rudin, Dominici: All models are wrong, but many are useful (2019)
 */
export function shuffleColumns(
  base: Unshuffled,
  columns: readonly string[],
  { loss, measure, seed, repeats }: { loss: RowLoss; measure: Asked; seed: number; repeats: number },
): Shuffled {
  const rises: Float64Array[] = [];
  const predicted: Predictions[] = [];
  const targets: Target[] = [];
  base.folds.forEach(({ fold, losses }, at) => {
    const { table, target } = fold.part;
    const rows = table.rows;
    const orders = Array.from({ length: repeats }, (_, repeat) =>
      permutation(rows, generator(seed, 'explain', `${columns.join('\u0000')}/${at}/${repeat}`)),
    );
    const copies = Int32Array.from({ length: rows * repeats }, (_, i) => i % rows);
    const shuffledRows = Int32Array.from(orders.flatMap((order) => [...order]));
    const predictions = predictTable(fold, withShuffled(table, copies, shuffledRows, new Set(columns)));
    const repeated = loss.repeat(target, repeats);
    const after = loss.of(predictions, repeated);
    rises.push(
      losses.map((before, row) => {
        let sum = 0;
        for (let repeat = 0; repeat < repeats; repeat++) sum += after[repeat * losses.length + row]!;
        return sum / repeats - before;
      }),
    );
    predicted.push(predictions);
    targets.push(repeated);
  });
  const rise = joined(rises);
  const shown = (change: number) => loss.shown(base.mean + change) - loss.shown(base.mean);
  const [low, high] = rise.length < FEW_ROWS ? studentInterval(rise) : skewedMeanInterval(rise);
  const scored = score(measure, joinPredictions(predicted), joinTargets(targets));
  return {
    columns: [...columns],
    rise: shown(mean(rise)),
    ci: [finite(shown(low)), finite(shown(high))],
    p: chanceOf(rise),
    score: Number.isFinite(scored) ? scored : null,
  };
}

/** The probability of so large a mean by chance where it is 0 in truth: Student's, one-sided. */
function chanceOf(rise: Float64Array): number {
  if (rise.length < 2) return 1;
  const error = standardDeviation(rise) / Math.sqrt(rise.length);
  if (!(error > 0)) return mean(rise) > 0 ? 0 : 1;
  const half = studentTwoSided(mean(rise) / error, rise.length - 1) / 2;
  return mean(rise) > 0 ? half : 1 - half;
}

function withShuffled(table: Table, rows: Int32Array, others: Int32Array, names: ReadonlySet<string>): Table {
  const [plain, shuffled] = [rows, others].map((which, i) =>
    selectRows({ ...table, columns: table.columns.filter(({ name }) => names.has(name) === (i === 1)) }, which),
  );
  return { ...plain!, columns: [...plain!.columns, ...shuffled!.columns] };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** JSON has no infinity. */
function finite(value: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
}
