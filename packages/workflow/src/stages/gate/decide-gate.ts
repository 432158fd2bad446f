import { compare, score, undefinedMeasure, type ComparedPart } from '@stepwell/metrics';
import { byRule, byUser, type Decision } from '../../decisions/index.ts';
import type { Definition } from '../define/index.ts';
import type { Measure } from '../measure/index.ts';
import type { Protocol } from '../protocol/index.ts';
import type { RunSpec } from '../../question/index.ts';
import { adviceFor } from './advice.ts';
import { evidenceOf } from './evidence.ts';
import { CURVE_SHARES } from './plan-gate.ts';
import type { Drift, OrderCheck, Gate, GateVerdict } from './gate.ts';
import { chooseVerdict } from './verdict.ts';

/** The results of the gate's fits: each trial's folds, paired with the baseline on the same rows; for some trials only the score. */
export interface GateResults {
  /** By trial, for trials that are compared with the baseline; without those that diverged. */
  parts: ReadonlyMap<string, ComparedPart[]>;
  /** By trial, for trials that are only scored: see `meanScore`. */
  scores: ReadonlyMap<string, number | null>;
  /** The name of the best constant baseline. */
  guess: string;
  /** Columns that differ between earlier and later rows, by the order used. */
  drifting: ReadonlyMap<string, Drift['columns']>;
}

/** Trials that are only scored, not compared. */
const ONLY_SCORED: ReadonlySet<string> = new Set(['linear', 'shuffled', 'share-25']);

/** @returns whether only a trial's score is used, in which case its predictions needn't be kept. */
export function isOnlyScored(trial: string): boolean {
  return ONLY_SCORED.has(trial);
}

/** @returns the mean score over the folds where it is defined; null if it is defined in none. */
export function meanScore(parts: readonly ComparedPart[], measure: Measure): number | null {
  const scores = parts.map(({ model, target }) => score(measure, model, target)).filter(Number.isFinite);
  return scores.length === 0 ? null : scores.reduce((sum, value) => sum + value, 0) / scores.length;
}

/** Measures how well earlier and later rows can be told apart. */
const AUC = { name: 'roc-auc', custom: null, threshold: 0.5 } as const;

/**
 * The gate: does the small model beat the best baseline by more than chance? And what do its controls say about the data:
 * is there anything to learn, would more rows help, does the data change over time?
 *
 * @throws {StepwellError} `measure_mismatch` when the measure is not defined on any validation part.
 * @see Chollet, Deep Learning with Python, 4.5.1 (what may make a problem unsolvable) and 4.5.5
 */
export function decideGate(
  { parts, scores, guess, drifting }: GateResults,
  definition: Definition,
  measure: Measure,
  protocol: Protocol,
  spec: RunSpec,
): { gate: Gate; decisions: Decision[]; continues: boolean } {
  const { seed } = spec;
  const main = compare(parts.get('power') ?? [], measure, seed, 'power');
  if (!main.defined) throw undefinedMeasure(measure.name);
  const measured = {
    score: main.score,
    baseline: { name: guess, score: main.otherScore },
    p: main.p,
    test: main.test,
    ci: main.ci,
    gain: main.gain,
    shuffled: scores.get('shuffled') ?? null,
    linear: scores.get('linear') ?? null,
    learningCurve: learningCurve(parts, scores, measure, protocol, seed),
    order: orderChecks(parts, definition, measure, protocol, main, seed),
    drift: driftChecks(parts, definition, drifting, seed),
  };
  const verdict = chooseVerdict(measured, definition, measure, protocol, spec);
  const continues = verdict === 'beats-baseline' || spec.ignoreGate;
  const advice = verdict === 'beats-baseline' ? null : adviceFor(verdict, definition, measured, measure);
  const evidence = evidenceOf(measured, definition, measure, protocol);
  const gate: Gate = { ...measured, verdict, evidence, advice };
  const decisions = [
    byRule('gate', CHOICES[verdict], evidence.slice(0, 3).join(' '), {
      p: main.p,
      ci: main.ci,
      gain: main.gain,
      shuffled: measured.shuffled,
      linear: measured.linear,
    }),
  ];
  if (verdict !== 'beats-baseline' && spec.ignoreGate) {
    decisions.push(
      byUser('gate', 'continue anyway', 'You chose to ignore the gate. Results from here on may be due to chance.'),
    );
  }
  return { gate, decisions, continues };
}

const CHOICES: Record<GateVerdict, string> = {
  'beats-baseline': 'a small model beats guessing',
  'no-signal': 'no sign of a pattern',
  underpowered: 'too few rows to tell',
  'non-stationary': 'fails on later rows',
  'leak-suspected': 'a column leaks the target',
};

function learningCurve(
  parts: GateResults['parts'],
  scores: GateResults['scores'],
  measure: Measure,
  protocol: Protocol,
  seed: number,
): Gate['learningCurve'] {
  const all = parts.get('power');
  const half = parts.get('share-50');
  if (all === undefined || half === undefined) return null;
  const points = [...CURVE_SHARES, 1].flatMap((share) => {
    const trial = share === 1 ? 'power' : `share-${share * 100}`;
    const value = isOnlyScored(trial) ? (scores.get(trial) ?? null) : meanScore(parts.get(trial) ?? [], measure);
    return value === null ? [] : [{ rows: Math.round(share * protocol.rows.train), score: value }];
  });
  const doubled = all.map((part, i) => ({ ...part, other: half[i]!.model }));
  const { defined, gain, ci } = compare(doubled, measure, seed, 'learning-curve');
  if (!defined) return null;
  return { points, lastDoubling: { gain, ci }, moreRowsHelp: ci[0] > 0 };
}

function orderChecks(
  parts: GateResults['parts'],
  definition: Definition,
  measure: Measure,
  protocol: Protocol,
  main: { gain: number; ci: [number, number] },
  seed: number,
): OrderCheck[] {
  if (protocol.order === 'time') {
    const random = parts.get('random-order');
    if (random === undefined) return [];
    const { defined, gain, ci } = compare(random, measure, seed, 'random-order');
    if (!defined) return [];
    const column = definition.timeColumn;
    return [{ column, orderedGain: main.gain, orderedCi: main.ci, randomGain: gain, randomCi: ci }];
  }
  return (['time', 'rows'] as const).flatMap((order) => {
    const ordered = parts.get(`ordered-${order}`);
    if (ordered === undefined) return [];
    const { defined, gain, ci } = compare(ordered, measure, seed, `ordered-${order}`);
    if (!defined) return [];
    const column = order === 'time' ? definition.timeColumn : null;
    return [{ column, orderedGain: gain, orderedCi: ci, randomGain: main.gain, randomCi: main.ci }];
  });
}

function driftChecks(
  parts: GateResults['parts'],
  definition: Definition,
  drifting: GateResults['drifting'],
  seed: number,
): Drift[] {
  return (['time', 'rows'] as const).flatMap((order) => {
    const late = parts.get(`late-${order}`);
    if (late === undefined) return [];
    const { defined, score: auc, gain, ci } = compare(late, AUC, seed, `late-${order}`);
    if (!defined) return [];
    const column = order === 'time' ? definition.timeColumn : null;
    return [{ column, auc, ci: [auc - gain + ci[0], auc - gain + ci[1]], columns: drifting.get(order) ?? [] }];
  });
}
