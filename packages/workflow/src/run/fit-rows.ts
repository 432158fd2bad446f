import { generator, permutation, type Generator } from '@stepwell/base/random';
import { allRows, countRows, take, targetAt, type Target } from '@stepwell/metrics/targets';
import { findColumn } from '@stepwell/data/table';
import type { Definition } from '../stages/define/index.ts';
import type { Question, RunSpec } from '../question/index.ts';
import { prepareFit, type Fit, type FitContext, type FitData } from '../training/fit/index.ts';
import { codeColumns } from '../stages/prepare/index.ts';
import { groupsOf, holdOut, markLast, splitsOf, timeHoldOut, type RowStructure } from '../stages/protocol/index.ts';
import { farLags } from '../training/forecast/index.ts';
import { variantOf, withCategories, type ColumnPreparation } from '../training/preparation/index.ts';
import type { Part, Split } from '../training/rows/index.ts';
import type { FitRef, Trial } from '../training/trial/index.ts';
import { developmentPart, developmentStructure, type RunData } from './run-data.ts';
import { reached, type RunState } from './run-state.ts';

/** Share of the rows that a trial with its own split is validated on. */
export const HELD_OUT_SHARE = 0.25;

/** The rows of one fit with its target, before preparation. */
export interface FitRows {
  part: Part;
  train: Int32Array;
  /** Null for a fit on all development rows. */
  validation: Int32Array | null;
}

/** @returns a key of a fit's prepared rows, unique within a run. */
export function fitDataKey({ gate }: Pick<RunState, 'gate'>, { trial, split }: FitRef): string {
  const { features, numbers, embedding, levels, categories } = trial.config;
  const { on, share, validationShare, target, order, inputs, group, scale } = trial;
  // What the gate adopts changes how the inputs given are prepared from then on.
  const adopted = gate?.adopted ?? [];
  const leftOut = gate?.branches?.leftOut ?? null;
  return JSON.stringify([
    on,
    split,
    share,
    validationShare,
    target,
    order,
    inputs,
    group,
    scale,
    features,
    embedding !== undefined,
    ...(numbers === undefined ? [] : [{ numbers }]),
    ...(levels === undefined ? [] : [{ levels }]),
    ...(categories === undefined ? [] : [{ categories }]),
    ...adopted,
    ...(leftOut === null ? [] : [{ leftOut }]),
  ]);
}

/** @returns the prepared rows of one fit: those of its split, or all development rows. */
export function fitDataOf(state: RunState, data: RunData, fit: FitRef): FitData {
  const { part, train, validation } = fitRowsOf(state, data, fit);
  const definition = reached(state, 'definition');
  const { trial } = fit;
  const all = reached(state, 'preparation');
  const { timeColumn } = definition;
  // Time tells early from late rows trivially.
  const given =
    trial.target === 'late'
      ? all.filter(({ column }) => column !== timeColumn)
      : variantOf(all, trial.inputs, timeColumn, codesOf(data, part, all), farLagsOf(data)).filter(
          ({ column }) => column !== trial.group,
        );
  const preparation = withCategories(given, trial.config.categories, new Set(Object.keys(data.spec.prepare)));
  const { bounds, scale } = questionOf(definition, trial);
  const { features, numbers, embedding, levels } = trial.config;
  const form = embedding === undefined ? ('multi-hot' as const) : ('sequences' as const);
  const options = {
    preparation,
    features,
    numbers,
    levels,
    bounds,
    scale: trial.scale ?? scale,
    words: data.spec.words,
    form,
  };
  return prepareFit(part, options, train, validation);
}

/** Numeric columns that may be codes. */
export function codesOf({ spec }: Pick<RunData, 'spec'>, part: Part, preparation: ColumnPreparation[]): Set<string> {
  return codeColumns(part.table, preparation, new Set(Object.keys(spec.prepare)));
}

/** Lags of a forecast that may be left out; none where nothing is forecast. */
export function farLagsOf({ forecast }: Pick<RunData, 'forecast'>): Set<string> {
  return forecast === null ? new Set() : farLags(forecast.forecast);
}

/** @returns the context of a fit: problem, metric, and seed. */
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

/** @returns a fit as it is trained. */
export function fitOf(state: Pick<RunState, 'measure'>, { id, trial }: FitRef): Fit {
  const { config, epochs, ending } = trial;
  const { measure } = state;
  if (ending === undefined || measure === null) return { id, config, epochs };
  return { id, config, epochs, ending: { rule: ending, greaterIsBetter: measure.greaterIsBetter } };
}

/** @returns the training and validation rows of one fit, and their targets. */
export function fitRowsOf(state: RunState, data: RunData, fit: FitRef): FitRows {
  const definition = reached(state, 'definition');
  const given = developmentPart(data, definition);
  const { trial } = fit;
  if (trial.on === 'development') return { part: given, train: allRows(given.ids.length), validation: null };
  const structure = developmentStructure(data, definition, given);
  const part = trial.target === 'late' ? { ...given, target: lateTarget(given, definition, trial) } : given;
  const split = splitOf(state, data, fit, part, structure);
  const random = (what: string) => generator(data.spec.seed, what, fit.split ?? 0);
  const queries = part.target.kind === 'number' ? part.target.queries : undefined;
  const train =
    queries === undefined
      ? shareOf(split.train, trial.share, random('share'))
      : shareOfQueries(split.train, queries, trial.share, random('share'));
  const validation = shareOf(split.validation, trial.validationShare ?? 1, random('validation-share'));
  const target = trial.target === 'shuffled' ? shuffled(part.target, train, data.spec.seed, fit) : part.target;
  return { part: { ...part, target }, train, validation };
}

/** @returns [rows]: the time of each development row, or its position in the file. Rows without a date come first. */
export function positionsOf(
  part: Part,
  definition: Pick<Definition, 'timeColumn'>,
  order: Trial['order'],
): Float64Array {
  const column =
    order === 'time' && definition.timeColumn !== null ? findColumn(part.table, definition.timeColumn) : null;
  if (column?.kind === 'date' || column?.kind === 'numeric') {
    const times = Float64Array.from(column.values, (value) => (Number.isFinite(value) ? value : -Number.MAX_VALUE));
    const asked = part.target.kind === 'number' ? part.target.queries : undefined;
    return asked === undefined ? times : ofFirstRow(times, asked);
  }
  const positions = Float64Array.from(part.ids);
  const queries = part.target.kind === 'number' ? part.target.queries : undefined;
  return queries === undefined ? positions : ofFirstRow(positions, queries);
}

/** Rows of a query stand where its first row stands, so that none is divided. */
function ofFirstRow(positions: Float64Array, queries: Int32Array): Float64Array {
  const first = new Map<number, number>();
  return positions.map((position, row) => {
    const known = first.get(queries[row]!);
    if (known !== undefined) return known;
    first.set(queries[row]!, position);
    return position;
  });
}

function splitOf(state: RunState, data: RunData, fit: FitRef, part: Part, structure: RowStructure): Split {
  const { trial } = fit;
  const definition = reached(state, 'definition');
  switch (trial.on) {
    case 'splits':
      return splitsOf(reached(state, 'protocol'), structure, data.spec.seed)[fit.split!]!;
    case 'ordered':
      return only(timeHoldOut({ ...structure, times: positionsOf(part, definition, trial.order) }, HELD_OUT_SHARE));
    case 'grouped':
    case 'shuffled':
    case 'development': {
      const groups = trial.on === 'grouped' ? groupsOf(part.table, data.spec, trial.group!) : structure.groups;
      const strata = part.target.kind === 'classes' ? part.target.codes : structure.strata;
      return only(holdOut({ ...structure, groups, strata, times: null }, HELD_OUT_SHARE, data.spec.seed));
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

/** @returns a random subset of the rows, ascending; smaller subsets are contained in larger ones. */
function shareOf(rows: Int32Array, share: number, random: Generator): Int32Array {
  if (share === 1) return rows;
  const order = permutation(rows.length, random);
  const count = Math.max(2, Math.round(share * rows.length));
  return Int32Array.from(order.subarray(0, count), (at) => rows[at]!).sort();
}

/** @returns the rows of a random subset of the queries, ascending; smaller subsets are contained in larger ones. */
function shareOfQueries(rows: Int32Array, queries: Int32Array, share: number, random: Generator): Int32Array {
  if (share === 1) return rows;
  const all = [...new Set(take(queries, rows))];
  const count = Math.max(2, Math.round(share * all.length));
  const kept = new Set(Array.from(permutation(all.length, random).subarray(0, count), (at) => all[at]!));
  return rows.filter((row) => kept.has(queries[row]!));
}

/** @returns the target, shuffled among `rows`; other rows are unchanged. */
function shuffled(target: Target, rows: Int32Array, seed: number, fit: FitRef): Target {
  const order = permutation(rows.length, generator(seed, 'shuffled-labels', fit.split ?? 0));
  const from = allRows(countRows(target));
  rows.forEach((row, i) => {
    from[row] = rows[order[i]!]!;
  });
  const dealt = targetAt(target, from);
  // Rows keep their query: only their relevance is another's.
  return target.kind === 'number' && target.queries !== undefined && dealt.kind === 'number'
    ? { ...dealt, queries: target.queries }
    : dealt;
}

function only(splits: Iterable<Split>): Split {
  for (const split of splits) return split;
  throw new Error('a protocol of one split gave none');
}
