import { square } from '@stepwell/base/exact';
import {
  compare,
  isRanked,
  score,
  scoreInterval,
  undefinedMeasure,
  type ComparedPart,
  type Comparison,
} from '@stepwell/metrics';
import { byRule, byUser, type Decision } from '../../decisions/index.ts';
import type { Definition } from '../define/index.ts';
import type { Measure } from '../measure/index.ts';
import { DETECTABLE_Z, type Protocol } from '../protocol/index.ts';
import type { RunSpec } from '../../question/index.ts';
import { adviceFor } from './advice.ts';
import { evidenceOf } from './evidence.ts';
import { CURVE_SHARES } from './plan-gate.ts';
import type { Drift, GroupCheck, OrderCheck, Gate, GateVerdict } from './gate.ts';
import { chooseInputsByTrial, type TriedVariant } from './choose-inputs-by-trial.ts';
import { compareBranches, keptOf, type BranchColumns } from './compare-branches.ts';
import { combineP } from './combine-p.ts';
import { chooseVerdict, worthwhileGain } from './verdict.ts';

/** The results of the gate's fits: each trial's folds, paired with the baseline on the same rows; for some trials only the score. */
export interface GateResults {
  /** By trial, for trials that are compared with the baseline; without those that diverged. */
  parts: ReadonlyMap<string, ComparedPart[]>;
  /** By trial, for trials that are only scored: see `meanScore`. */
  scores: ReadonlyMap<string, number | null>;
  /** The linear model on the same rows as `power`, and the p-value of its permutation test; null where there is none. */
  linear: { parts: ComparedPart[]; p: number | null } | null;
  /** The name of the best constant baseline. */
  guess: string;
  /** Columns that differ between earlier and later rows, by the order used. */
  drifting: ReadonlyMap<string, Drift['columns']>;
  /** Columns that each variant of the inputs prepares otherwise. */
  variants: Partial<Record<TriedVariant, string[]>>;
  /** Columns of images or texts, and those beside them; null where there aren't both. */
  branches: BranchColumns | null;
  /** The column of the trial `grouped`; null for none. */
  group: string | null;
}

/** Trials that are only scored, not compared. */
const ONLY_SCORED: ReadonlySet<string> = new Set(['shuffled', 'share-25']);

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
  { parts, scores, linear: solved, guess, drifting, variants, branches: columns, group }: GateResults,
  definition: Definition,
  measure: Measure,
  protocol: Protocol,
  spec: RunSpec,
): { gate: Gate; decisions: Decision[]; continues: boolean; adopted: TriedVariant[] } {
  const { seed } = spec;
  const given = compare(parts.get('power') ?? [], measure, seed, 'power');
  if (!given.defined) throw undefinedMeasure(measure.name);
  const inputs = chooseInputsByTrial(parts, given, variants, measure, seed);
  const compared = compareBranches(parts, columns, columns === null ? [] : keptOf(columns, spec), measure, seed);
  const best = compared?.best ?? inputs.best;
  // Each way to prepare the inputs is another chance to be lucky.
  const small = { ...best, p: Math.min(1, best.p * (inputs.tried + (compared?.tried ?? 0))) };
  const solvedGain = solved === null ? null : compare(solved.parts, measure, seed, 'linear');
  const linear = solvedGain?.defined === true ? solvedGain : null;
  const isByQuery = parts.get('power')?.some(({ target }) => isRanked(target)) === true;
  const linearP = linear === null ? null : isByQuery ? linear.p : (solved?.p ?? null);
  const model = linear !== null && linear.gain > small.gain ? 'linear' : 'small';
  const main = model === 'linear' ? linear! : small;
  const measured: Omit<Gate, 'verdict' | 'evidence' | 'advice'> = {
    model,
    score: main.score,
    baseline: { name: guess, score: main.otherScore },
    // Of a forecast, both are compared with the naive one by the same test.
    p: spec.horizon === undefined ? combineP(small.p, linearP) : combineP(small.p, linearP, 0.5),
    test: small.test,
    tests: [
      { model: 'small', p: small.p, test: small.test, score: small.score, gain: small.gain },
      ...(linear === null || linearP === null
        ? []
        : [
            {
              model: 'linear' as const,
              p: linearP,
              test: isByQuery || spec.horizon !== undefined ? linear.test : 'cross-validated-permutation',
              score: linear.score,
              gain: linear.gain,
            },
          ]),
    ],
    ci: main.ci,
    gain: main.gain,
    power: powerOf(small, protocol, measure),
    shuffled: scores.get('shuffled') ?? null,
    linear: linear?.score ?? null,
    learningCurve: learningCurve(parts, scores, measure, protocol, seed),
    order: orderChecks(parts, definition, measure, protocol, given, seed),
    adopted: inputs.adopted,
    branches: compared?.branches ?? null,
    group: groupCheck(parts, group, given, measure, seed),
    drift: driftChecks(parts, definition, drifting, seed),
  };
  const verdict = chooseVerdict(measured, definition, measure, protocol, spec);
  const continues = verdict === 'beats-baseline' || spec.ignoreGate;
  const advice =
    verdict === 'beats-baseline'
      ? null
      : adviceFor(verdict, definition, measured, measure, protocol.order === 'time' ? 'time' : 'random');
  const evidence = evidenceOf(measured, definition, measure, protocol);
  const gate: Gate = { ...measured, verdict, evidence, advice };
  const decisions = [
    byRule('gate', CHOICES[verdict], evidence.slice(0, 3).join(' '), {
      p: measured.p,
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
  return {
    gate,
    decisions: [...inputs.decisions, ...(compared?.decisions ?? []), ...decisions],
    continues,
    adopted: inputs.adopted,
  };
}

const CHOICES: Record<GateVerdict, string> = {
  'beats-baseline': 'a simple model beats guessing',
  'no-signal': 'no sign of a pattern',
  underpowered: 'too few rows to tell',
  'measure-blind': "related to the target, but this measure can't show it",
  'non-stationary': 'fails on later rows',
  'leak-suspected': 'a column leaks the target',
};

/** z(0.975) + z(0.8), over z(0.975): what an interval's half width becomes for 80 % power. */
const POWER_REACH = DETECTABLE_Z / 1.96;

/**
 * What these rows can show, from the noise observed of the network's gain; from the baseline's where there was none. Of a measure
 * that isn't a mean over rows, such as ROC AUC, a few rows of a class may hide their noise: the greater of the two counts.
 */
function powerOf(
  small: Pick<Comparison, 'ci' | 'otherScore' | 'test'>,
  protocol: Protocol,
  measure: Measure,
): NonNullable<Gate['power']> {
  // Of a single query the interval reaches everywhere.
  const observed = Math.min(Number.MAX_VALUE, POWER_REACH * (small.ci[1] / 2 - small.ci[0] / 2));
  const least = small.test === 'label-permutation' || observed === 0 ? protocol.minimumDetectableGain : 0;
  const detectable = Math.max(observed, least);
  const worthwhile = worthwhileGain(measure, small.otherScore);
  const rows = protocol.rows.train + protocol.rows.validation;
  const needed = worthwhile > 0 ? Number((rows * square(detectable / worthwhile)).toPrecision(2)) : null;
  return { detectable, worthwhile, rowsNeeded: needed !== null && Number.isFinite(needed) ? needed : null };
}

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
  main: Pick<Comparison, 'score' | 'gain' | 'ci'>,
  seed: number,
): OrderCheck[] {
  if (protocol.order === 'time') {
    const random = parts.get('random-order');
    if (random === undefined) return [];
    const { defined, score: randomScore, gain, ci } = compare(random, measure, seed, 'random-order');
    if (!defined) return [];
    const column = definition.timeColumn;
    const ordered = { orderedScore: main.score, orderedGain: main.gain, orderedCi: main.ci };
    return [{ column, ...ordered, randomScore, randomGain: gain, randomCi: ci, scoresWorse: false }];
  }
  return (['time', 'rows'] as const).flatMap((order) => {
    const ordered = parts.get(`ordered-${order}`);
    if (ordered === undefined) return [];
    const { defined, score: orderedScore, gain, ci } = compare(ordered, measure, seed, `ordered-${order}`);
    if (!defined) return [];
    const column = order === 'time' ? definition.timeColumn : null;
    // With the same inputs and as many rows where that was tried; else the folds' models serve.
    const alike = parts.get(`random-${order}`);
    const tried = alike === undefined ? null : compare(alike, measure, seed, `random-${order}`);
    const random = tried?.defined === true ? tried : main;
    const drawn = { randomScore: random.score, randomGain: random.gain, randomCi: random.ci };
    const scoresWorse = alike !== undefined && scoresApart(alike[0]!, ordered[0]!, measure, seed);
    return [{ column, orderedScore, orderedGain: gain, orderedCi: ci, ...drawn, scoresWorse }];
  });
}

function groupCheck(
  parts: GateResults['parts'],
  column: string | null,
  folds: Pick<Comparison, 'gain' | 'ci'>,
  measure: Measure,
  seed: number,
): GroupCheck | null {
  const grouped = parts.get('grouped');
  const ungrouped = parts.get('ungrouped');
  if (column === null || grouped === undefined || ungrouped === undefined) return null;
  const apart = compare(grouped, measure, seed, 'grouped');
  const drawn = compare(ungrouped, measure, seed, 'ungrouped');
  if (!apart.defined || !drawn.defined) return null;
  // The folds have more validation rows, and may show what one part leaves open.
  const { gain, ci } = drawn.ci[0] <= 0 && folds.ci[0] > 0 ? folds : drawn;
  return { column, groupedGain: apart.gain, groupedCi: apart.ci, randomGain: gain, randomCi: ci };
}

/** Whether the score of `later` is worse than that of `random` by so much that their 95 % intervals don't overlap. */
function scoresApart(random: ComparedPart, later: ComparedPart, measure: Measure, seed: number): boolean {
  const [here, there] = [random, later].map(({ model, target }, i) =>
    Number.isFinite(score(measure, model, target))
      ? scoreInterval(measure, model, target, seed, i === 0 ? 'random-rows' : 'later-rows')
      : null,
  );
  if (here == null || there == null) return false;
  return measure.greaterIsBetter ? there[1] < here[0] : there[0] > here[1];
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
