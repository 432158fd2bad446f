import { epochsOf, FoldColumns, type Values } from './fold-columns.ts';
import type { Point } from './curve.ts';

/** A score to compare a curve with, drawn as a horizontal line. */
export interface Reference {
  role: 'baseline' | 'linear' | 'shuffled';
  score: number;
}

/** One line of a chart. Training and validation share a color and differ by dash. */
export interface Line {
  role: 'train' | 'validation' | Reference['role'];
  /** Faint lines are in the background and have no name. */
  weight: 'main' | 'faint';
  /** Drawn at its end. */
  name: string;
  /** Which of several trials, each with its color and dash; null in a chart of one. */
  series: number | null;
  /** One per epoch; null where there is none. */
  values: Values;
  /** The spread of the folds around a main line; null if it isn't drawn. */
  band: Band | null;
}

/** The band around a line. */
export interface Band {
  low: Values;
  high: Values;
}

/** What a chart shows. */
export interface ChartData {
  epochs: number[];
  lines: Line[];
  /** How many folds the main lines average. */
  folds: number;
}

/** Which chart. */
export type ChartKind = 'loss' | 'score';
/** How folds are shown: from lowest to highest, one standard deviation, or each on its own. */
export type Spread = 'range' | 'sd' | 'each';

/** The curves of one trial. */
export interface TrialCurves {
  name: string;
  /** Its color and dash among several. */
  series: number;
  epochs: number;
  train: FoldColumns;
  validation: FoldColumns;
  score: FoldColumns;
}

/** How lines are drawn. */
export interface LineOptions {
  kind: ChartKind;
  smoothed: boolean;
  spread: Spread;
  references: readonly Reference[];
  names: Record<Line['role'], string>;
}

/** More bands than this would cover each other. */
export const MOST_BANDS = 2;

/** @returns whether a line is a reference, not a curve. */
export function isReference(role: Line['role']): role is Reference['role'] {
  return role !== 'train' && role !== 'validation';
}

/** Adds the folds of a trial to its curves, which grow in place; `known` are the earlier ones, if any. */
export function growTrial(
  { name, series }: Pick<TrialCurves, 'name' | 'series'>,
  folds: readonly (readonly Point[])[],
  known: TrialCurves | undefined,
  ended = false,
): TrialCurves {
  return {
    name,
    series,
    epochs: epochsOf(folds),
    train: (known?.train ?? new FoldColumns('trainLoss')).update(folds, ended),
    validation: (known?.validation ?? new FoldColumns('validationLoss')).update(folds, ended),
    score: (known?.score ?? new FoldColumns('validationScore')).update(folds, ended),
  };
}

/** The lines of one trial's chart: faint ones first, so that the mean is on top. */
export function linesOf(trial: TrialCurves, options: LineOptions): ChartData {
  const { kind, references, names } = options;
  const drawn =
    kind === 'loss'
      ? [['train', trial.train] as const, ['validation', trial.validation] as const]
      : [['validation', trial.score] as const];
  const lines = drawn.flatMap(([role, columns]) =>
    linesOfColumns({ role, name: names[role], series: null }, columns, options),
  );
  const epochs = numbersTo(trial.epochs);
  const straight = kind === 'score' && lines.length > 0 ? references : [];
  return {
    epochs,
    folds: lines.length === 0 ? 0 : trial.train.folds,
    lines: [...inFront(lines), ...straight.map(({ role, score }) => across(role, names[role], score, epochs.length))],
  };
}

/** The validation lines of several trials, each with its own color, dash and name. */
export function overlayOf(trials: readonly TrialCurves[], options: LineOptions): ChartData {
  const { kind, references, names } = options;
  const few = trials.length <= MOST_BANDS && options.spread !== 'each';
  const lines = trials.flatMap((trial) =>
    linesOfColumns(
      { role: 'validation', name: trial.name, series: trial.series },
      kind === 'loss' ? trial.validation : trial.score,
      {
        ...options,
        spread: few ? options.spread : null,
      },
    ),
  );
  const epochs = numbersTo(Math.max(0, ...trials.map((trial) => trial.epochs)));
  const baseline = kind === 'score' && lines.length > 0 ? references.filter(({ role }) => role === 'baseline') : [];
  return {
    epochs,
    folds: Math.max(0, ...trials.map(({ validation }) => validation.folds)),
    lines: [...inFront(lines), ...baseline.map(({ role, score }) => across(role, names[role], score, epochs.length))],
  };
}

function linesOfColumns(
  line: Pick<Line, 'role' | 'name' | 'series'>,
  columns: FoldColumns,
  { smoothed, spread }: { smoothed: boolean; spread: Spread | null },
): Line[] {
  if (columns.empty) return [];
  const faint = (values: Values): Line => ({ ...line, weight: 'faint', values, band: null });
  const several = columns.each.length > 1;
  return [
    ...(several && spread === 'each' ? columns.each.map(faint) : []),
    ...(smoothed ? [faint(columns.mean)] : []),
    {
      ...line,
      weight: 'main',
      values: smoothed ? columns.smoothed : columns.mean,
      band: several && columns.folds > 1 ? bandOf(columns, spread) : null,
    },
  ];
}

function bandOf(columns: FoldColumns, spread: Spread | null): Band | null {
  if (spread === 'range') return { low: columns.lowest, high: columns.highest };
  return spread === 'sd' ? { low: columns.below, high: columns.above } : null;
}

function across(role: Reference['role'], name: string, score: number, epochs: number): Line {
  return { role, name, series: null, weight: 'main', values: Array.from({ length: epochs }, () => score), band: null };
}

function inFront(lines: readonly Line[]): Line[] {
  return [...lines.filter(({ weight }) => weight === 'faint'), ...lines.filter(({ weight }) => weight === 'main')];
}

function numbersTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}
