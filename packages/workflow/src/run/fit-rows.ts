import { generator, permutation } from '@stepwell/base/random';
import { allRows, countRows, targetAt, type Target } from '@stepwell/metrics/targets';
import { findColumn } from '@stepwell/data/table';
import type { Definition } from '../stages/define/index.ts';
import type { Question, RunSpec } from '../question/index.ts';
import { prepareFit, type FitContext, type FitData } from '../training/fit/index.ts';
import { holdOut, markLast, splitsOf, timeHoldOut, type RowStructure } from '../stages/protocol/index.ts';
import type { Part, Split } from '../training/rows/index.ts';
import type { FitRef, Trial } from '../training/trial/index.ts';
import { developmentPart, developmentStructure, type RunData } from './run-data.ts';
import { reached, type RunState } from './run-state.ts';

/** What a trial that has a split of its own is judged on. */
export const HELD_OUT_SHARE = 0.25;

/** The rows of one fit with the target that it learns, before anything is prepared. */
export interface FitRows {
  part: Part;
  train: Int32Array;
  /** Null for a fit on all development rows. */
  validation: Int32Array | null;
}

/** What tells one fit's prepared rows from another's of the same run. */
export function fitDataKey({ trial, split }: FitRef): string {
  const { features, embedding } = trial.config;
  return JSON.stringify([trial.on, split, trial.share, trial.target, trial.order, features, embedding !== undefined]);
}

/** The prepared rows of one fit: those of its split, or all development rows. */
export function fitDataOf(state: RunState, data: RunData, fit: FitRef): FitData {
  const { part, train, validation } = fitRowsOf(state, data, fit);
  const definition = reached(state, 'definition');
  const { trial } = fit;
  // What tells the time would tell early rows from late ones without having changed, and ends where later rows begin.
  const untimed = trial.target === 'late' || trial.on === 'ordered';
  const preparation = reached(state, 'preparation').filter(
    ({ column }) => !untimed || column !== definition.timeColumn,
  );
  const { bounds } = questionOf(definition, trial);
  const { features, embedding } = trial.config;
  const form = embedding === undefined ? 'multi-hot' : 'sequences';
  return prepareFit(part, { preparation, features, bounds, words: data.spec.words, form }, train, validation);
}

/** What a fit learns, by what measure, under which seed. */
export function fitContextOf(
  state: RunState,
  { spec }: { spec: Pick<RunSpec, 'seed'> },
  { trial }: FitRef,
): FitContext {
  return {
    question: questionOf(reached(state, 'definition'), trial),
    measure: trial.target === 'late' ? { name: 'roc-auc', custom: null, threshold: 0.5 } : reached(state, 'measure'),
    seed: spec.seed,
  };
}

/** The rows of one fit: which it learns from, which it is judged on, and what they are said to be. */
export function fitRowsOf(state: RunState, data: RunData, fit: FitRef): FitRows {
  const definition = reached(state, 'definition');
  const given = developmentPart(data, definition);
  const { trial } = fit;
  if (trial.on === 'development') return { part: given, train: allRows(given.ids.length), validation: null };
  const structure = developmentStructure(data, definition, given);
  const part = trial.target === 'late' ? { ...given, target: lateTarget(given, definition, trial) } : given;
  const split = splitOf(state, data, fit, part, structure);
  const train = shareOf(split.train, trial.share, data.spec.seed, fit);
  const target = trial.target === 'shuffled' ? shuffled(part.target, train, data.spec.seed, fit) : part.target;
  return { part: { ...part, target }, train, validation: split.validation };
}

/** When each development row comes: its date, or its place in the file. Rows without a date count as the earliest. */
export function positionsOf(
  part: Part,
  definition: Pick<Definition, 'timeColumn'>,
  order: Trial['order'],
): Float64Array {
  const column =
    order === 'time' && definition.timeColumn !== null ? findColumn(part.table, definition.timeColumn) : null;
  if (column?.kind === 'date' || column?.kind === 'numeric') {
    return column.values.map((value) => (Number.isFinite(value) ? value : -Number.MAX_VALUE));
  }
  return Float64Array.from(part.ids);
}

function splitOf(state: RunState, data: RunData, fit: FitRef, part: Part, structure: RowStructure): Split {
  const { trial } = fit;
  const definition = reached(state, 'definition');
  switch (trial.on) {
    case 'splits':
      return splitsOf(reached(state, 'protocol'), structure, data.spec.seed)[fit.split!]!;
    case 'ordered':
      return only(timeHoldOut({ ...structure, times: positionsOf(part, definition, trial.order) }, HELD_OUT_SHARE));
    default: {
      const strata = part.target.kind === 'classes' ? part.target.codes : structure.strata;
      return only(holdOut({ ...structure, strata, times: null }, HELD_OUT_SHARE, data.spec.seed));
    }
  }
}

function questionOf(definition: Definition, trial: Trial): Question {
  if (trial.target !== 'late') return definition;
  const { target } = definition;
  return { type: 'binary', target, classes: ['early', 'late'], labels: null, separator: null, bounds: null };
}

function lateTarget(part: Part, definition: Definition, trial: Trial): Target {
  const late = markLast(positionsOf(part, definition, trial.order), 0.5);
  return { kind: 'classes', classes: ['early', 'late'], codes: Int32Array.from(late) };
}

/** The first so many of a seeded order of the rows, ascending: a smaller share lies within a larger one. */
function shareOf(rows: Int32Array, share: number, seed: number, fit: FitRef): Int32Array {
  if (share === 1) return rows;
  const order = permutation(rows.length, generator(seed, 'share', fit.split ?? 0));
  const count = Math.max(2, Math.round(share * rows.length));
  return Int32Array.from(order.subarray(0, count), (at) => rows[at]!).sort();
}

/** The target with that of `rows` dealt out among them anew; other rows keep theirs. */
function shuffled(target: Target, rows: Int32Array, seed: number, fit: FitRef): Target {
  const order = permutation(rows.length, generator(seed, 'shuffled-labels', fit.split ?? 0));
  const from = allRows(countRows(target));
  rows.forEach((row, i) => {
    from[row] = rows[order[i]!]!;
  });
  return targetAt(target, from);
}

function only(splits: Iterable<Split>): Split {
  for (const split of splits) return split;
  throw new Error('a protocol of one split gave none');
}
