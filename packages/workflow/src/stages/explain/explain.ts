import { isRanked, joinPredictions, joinTargets, score, type Asked } from '@stepwell/metrics';
import { allRows, countRows, targetAt, type Target } from '@stepwell/metrics/targets';
import { generator, permutation, type Generator } from '@stepwell/base/random';
import { selectRows, type Table } from '@stepwell/data/table';
import type { Definition } from '../define/index.ts';
import { dependOn } from './depend-on.ts';
import type { Explanation, ExplanationDetails, Importance } from './explanation.ts';
import { findMisses, type Judged } from './find-misses.ts';
import { findSlices } from './find-slices.ts';
import { findWordEffects } from './find-word-effects.ts';
import { predictTable, type Fold } from './fold.ts';
import { groupColumns } from './group-columns.ts';
import { errorsOf, lossOf, type RowLoss } from './losses.ts';
import { occlude } from './occlude.ts';
import { holm } from './holm.ts';
import { shuffleColumns, unshuffled, type Shuffled } from './shuffle-columns.ts';

/** Rows that columns are shuffled among, at most, and as few as are worth it. */
const MOST_ROWS = 1_000;
const FEWEST_ROWS = 50;
/** Cells prepared for shuffled columns: rows × repeats × columns, for each column. */
const MOST_CELLS = 20_000_000;
const MOST_REPEATS = 5;
const MOST_CURVES = 5;
/** The probability of any column that is falsely taken to matter. */
const ALPHA = 0.05;

/** What an explanation is of. */
export interface Explained {
  definition: Pick<Definition, 'inputs' | 'target' | 'classes' | 'labels'>;
  measure: Asked;
  seed: number;
  /** The rows that the folds are of; they set the points of curves. */
  development: Table;
}

/**
 * Explains a configuration by its models' predictions for rows that they hadn't seen: what matters to it, how predictions change
 * with a column, on which rows it errs, and which rows it misses most. The test rows are not used.
 *
 * @param folds validation rows, each with the model that hadn't seen them.
 */
export function explain(
  folds: readonly Fold[],
  { definition, measure, seed, development }: Explained,
): { explanation: Explanation; details: ExplanationDetails } {
  const rows = judge(folds, measure, development);
  const loss = lossOf(measure, rows.target);
  const columns = definition.inputs.filter(({ kind }) => kind !== 'image').map(({ column }) => column);
  const names = definition.classes ?? definition.labels ?? definition.target;
  // Where a row stands depends on the others of its query: by itself it is neither right nor wrong.
  const ranked = isRanked(rows.target);
  const { error, values } = ranked
    ? { error: 'mae' as const, values: new Float64Array(0) }
    : errorsOf(measure, rows.predictions, rows.target);
  const { slices, looked } = ranked ? { slices: [], looked: 0 } : findSlices(rows.table, columns, values);
  const shuffled = shuffleAll(folds, columns, { loss, measure, seed, development });
  const scored = score(measure, rows.predictions, rows.target);
  const important = shuffled.importance.map(({ columns: [name] }) => name!);
  const curves = (important.length > 0 ? important : columns).flatMap((column) => {
    const { kind } = definition.inputs.find((input) => input.column === column)!;
    return kind === 'text' ? [] : [column];
  });
  return {
    explanation: {
      loss: loss.name,
      base: {
        loss: loss.shown(meanOf(rows.losses)),
        score: Number.isFinite(scored) ? scored : null,
        rows: rows.table.rows,
      },
      ...shuffled,
      error,
      slices,
      looked,
    },
    details: {
      schema: 'stepwell.explanation/1',
      dependence: curves
        .slice(0, MOST_CURVES)
        .flatMap((column) => dependOn(column, folds, names, development, seed) ?? []),
      words: findWordEffects(folds[0]!, names),
      occlusion: occlude(folds[0]!),
      misses: ranked ? [] : findMisses(rows, measure, important.length > 0 ? important : columns),
    },
  };
}

/** All validation rows with their predictions. */
function judge(folds: readonly Fold[], measure: Asked, development: Table): Judged {
  const target = joinTargets(folds.map(({ part }) => part.target));
  const predictions = joinPredictions(folds.map((fold) => fold.predictions));
  return {
    table: selectRows(development, Int32Array.from(folds.flatMap(({ at }) => [...at]))),
    target,
    ids: Int32Array.from(folds.flatMap(({ part }) => [...part.ids])),
    predictions,
    losses: lossOf(measure, target).of(predictions, target),
  };
}

function shuffleAll(
  folds: readonly Fold[],
  columns: readonly string[],
  { loss, measure, seed, development }: { loss: RowLoss; measure: Asked; seed: number; development: Table },
): Pick<Explanation, 'importance' | 'groups'> {
  const affordable = Math.floor(MOST_CELLS / Math.max(1, columns.length * columns.length));
  const repeats = Math.max(1, Math.min(MOST_REPEATS, Math.floor(affordable / MOST_ROWS)));
  const rows = Math.min(MOST_ROWS, affordable);
  if (rows < FEWEST_ROWS || columns.length === 0) return { importance: [], groups: [] };
  const base = unshuffled(sample(folds, rows, seed), loss);
  const shuffle = (of: readonly string[]) => shuffleColumns(base, of, { loss, measure, seed, repeats });
  return {
    importance: ranked(columns.map((column) => shuffle([column]))),
    groups: ranked(groupColumns(development, columns).map(shuffle)),
  };
}

/** The largest rise first, with what is left of it for so many. */
function ranked(shuffled: readonly Shuffled[]): Importance[] {
  const ps = holm(shuffled.map(({ p }) => p));
  return shuffled
    .map((one, i): Importance => ({ ...one, p: ps[i]!, isClear: ps[i]! < ALPHA }))
    .sort((a, b) => b.rise - a.rise);
}

/** The folds with so many rows in all, at most. */
function sample(folds: readonly Fold[], most: number, seed: number): Fold[] {
  const share = Math.ceil(most / folds.length);
  return folds.map((fold, at) => {
    const { table, target, ids } = fold.part;
    if (table.rows <= share) return fold;
    const drawn = draw(target, share, generator(seed, 'explain', `rows/${at}`));
    const rows = selectRows(table, drawn);
    return {
      ...fold,
      predictions: predictTable(fold, rows),
      at: drawn.map((row) => fold.at[row]!),
      part: { table: rows, target: targetAt(target, drawn), ids: drawn.map((row) => ids[row]!) },
    };
  });
}

/** Rows at random, ascending; of rankings, those of queries at random. */
function draw(target: Target, share: number, random: Generator): Int32Array {
  const rows = countRows(target);
  if (!isRanked(target)) return permutation(rows, random).slice(0, share).sort();
  const { queries } = target;
  const all = [...new Set(queries)];
  const sizes = new Map<number, number>();
  for (const query of queries) sizes.set(query, (sizes.get(query) ?? 0) + 1);
  const kept = new Set<number>();
  let taken = 0;
  for (const at of permutation(all.length, random)) {
    const query = all[at]!;
    if (kept.size > 0 && taken + sizes.get(query)! > share) break;
    kept.add(query);
    taken += sizes.get(query)!;
  }
  return allRows(rows).filter((row) => kept.has(queries[row]!));
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
