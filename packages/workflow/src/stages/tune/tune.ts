import { formatGain, formatScore } from '@stepwell/metrics/names';
import { chooseEnding, describeConfig, type Config } from '../../training/architecture/index.ts';
import { mostPieces } from '../../training/preparation/index.ts';
import { byRule, byUser, type Decision } from '../../decisions/index.ts';
import type { Definition } from '../define/index.ts';
import type { Measure } from '../measure/index.ts';
import { countSplits, type Protocol } from '../protocol/index.ts';
import { fewestEpochs, sharesOfRungs, type ScaleUp, type Shares } from '../scale-up/index.ts';
import { budgetOfEffort, RANKING_LOSSES, type RunSpec } from '../../question/index.ts';
import { trialOf, type FitOutcome, type Trial } from '../../training/trial/index.ts';
import { chooseWinner, optimismOf } from './choose-winner.ts';
import { importanceOf } from './importance.ts';
import { costOf, FLOPS_A_WEIGHT } from './cost.ts';
import { finalistOf, evaluateTrial, type EvaluatedTrial } from './evaluate-trial.ts';
import { sampleConfigs } from './sample-configs.ts';
import { affordableCandidates, firstTrialOf, rungsFor, survivorsOf, trialsOfCandidate, type Search } from './search.ts';
import type { Tune } from './tuned.ts';

/**
 * With a learning rate that falls, a model trains for as long as the one that overfits took to its best epoch; where none overfits,
 * for this share of the best epoch.
 */
const SHARE_OF_NOT_OVERFITTING = 0.75;
/** The range of fewest epochs; how many they are depends on the minibatches. */
const FEWEST_EPOCHS = [8, 40] as const;
/** With one that doesn't, a regularized model trains longer: this many times the best epoch. */
const EPOCH_FACTOR = 3;
const MIN_EPOCHS = 20;
const CONVOLUTIONAL_FACTOR = 1.5;
/** Candidates may take this many times the operations of the start, those with numbers in pieces more; or what so many weights take. */
const MOST_COST = 1.25;
const MOST_COST_IN_PIECES = 1.6;
const ANYWAY = 20_000;
/** Engineered features are for small data. */
const MOST_ROWS_FOR_FEATURES = 5_000;
const MIN_COLUMNS_FOR_FEATURES = 2;

/** Pairs, lists, and single rows. */
const LOSSES_OF_RANKINGS = [...RANKING_LOSSES, 'mean-squared-error'] as const;

/** The parts of the run that tuning needs. */
export interface TuneContext {
  definition: Definition;
  measure: Measure;
  protocol: Protocol;
  spec: RunSpec;
}

/** How large a search is. */
export interface SearchSize {
  /** Whether learning rates fall to zero. */
  falls: boolean;
  epochs: number;
  candidates: number;
  /** Which rows short fits see. */
  shares: Shares;
  /** Candidates that are judged on everything; by the number of candidates when absent. */
  finalists?: number;
}

/** @returns the size of the search that starts from a ladder's end. */
export function sizeOfSearch(scaleUp: ScaleUp, context: TuneContext): SearchSize {
  const { protocol, spec } = context;
  const budget = budgetOfEffort(spec.effort);
  const { config } = scaleUp.start;
  const rows = protocol.rows.train;
  const batches = Math.ceil(rows / config.batchSize);
  // Whoever sets the rate or the epochs means them as they are.
  const falls = spec.model.epochs === undefined && spec.model.learningRate === undefined;
  const { flops } = costOf(config, context);
  const affordable = Math.max(fewestEpochs(config, batches), Math.floor(budget.fitFlops / (flops * rows)));
  const shares = sharesOfRungs(context);
  const { share } = shares;
  const epochs =
    spec.model.epochs ??
    (falls
      ? Math.min(affordable, fallingEpochsOf(scaleUp, share, batches, budget.maxEpochs))
      : epochsOf(scaleUp.start, budget.maxEpochs));
  const few = share === 1 ? {} : { finalists: budget.finalistsOfMany };
  const aSplit = { minibatches: epochs * batches, flops: flops * epochs * rows };
  const candidates = affordableCandidates(budget, aSplit, countSplits(protocol), { share, ...few });
  return { falls, epochs, candidates, shares, ...few };
}

/**
 * Plans the search: its candidates, none evaluated yet.
 *
 * @param hasRoom whether so many more numbers a prepared row fit into memory.
 * @param hasManyCategories whether there are columns with more categories than are one-hot encoded.
 */
export function planTune(
  scaleUp: ScaleUp,
  context: TuneContext,
  hasRoom: (numbers: number) => boolean = () => true,
  hasManyCategories = false,
): Search {
  const { definition, protocol, spec } = context;
  const { start } = scaleUp;
  const rows = protocol.rows.train;
  const { falls, epochs, candidates: count, shares, finalists } = sizeOfSearch(scaleUp, context);
  const flopsARow = costOf(start.config, context).flops;
  const isAffordable = (config: Config) => {
    const most = config.numbers === undefined ? MOST_COST : MOST_COST_IN_PIECES;
    return costOf(config, context).flops <= Math.max(most * flopsARow, FLOPS_A_WEIGHT * ANYWAY);
  };
  const numbers = definition.inputs.filter(({ kind }) => kind === 'numeric').length;
  const texts = definition.inputs.some(({ kind }) => kind === 'text');
  const images = definition.inputs.some(({ kind }) => kind === 'image');
  const pieces = numbers * mostPieces(rows);
  const configs = sampleConfigs(start.config, count, spec.seed, {
    narrowest: chooseEnding(definition).outputs,
    features: numbers >= MIN_COLUMNS_FOR_FEATURES && protocol.rows.train <= MOST_ROWS_FOR_FEATURES,
    settled: spec.model,
    pieces: pieces > 0 && !texts && !images && hasRoom(pieces),
    branches: (texts || images) && definition.inputs.some(({ kind }) => kind !== 'text' && kind !== 'image'),
    texts,
    categories: hasManyCategories ? waysOfCategories(definition) : [],
    levels:
      definition.type === 'ordinal' &&
      [spec.model.ordinal, spec.model.loss, spec.model.lastActivation].every((one) => one === undefined),
    losses: definition.type === 'ranking' && spec.model.loss === undefined ? LOSSES_OF_RANKINGS : [],
    decay: falls ? epochs : null,
    isAffordable,
  });
  const fields = spec.model.epochs === undefined && !falls ? { ending: 'settled' as const } : {};
  const candidates = configs.map((config, i) => trialOf(`tune-${i + 1}`, config, epochs, fields));
  return {
    candidates,
    rung: 0,
    rungs: rungsFor(countSplits(protocol), candidates.length, protocol.order === 'time', shares),
    alive: [candidates.map(({ id }) => id)],
    ...(finalists === undefined ? {} : { finalists }),
  };
}

/** Vectors of categories would share a vocabulary with texts. */
function waysOfCategories({ inputs }: Definition): NonNullable<Config['categories']>[] {
  return inputs.some(({ kind }) => kind === 'text' || kind === 'image')
    ? ['target-rate']
    : ['target-rate', 'embedding'];
}

/** Epochs over which the learning rate falls to zero. Those of rungs on a share of the rows count as that share of epochs. */
function fallingEpochsOf({ start, rungs, verdict }: ScaleUp, rows: number, batches: number, maxEpochs: number): number {
  // Folds may disagree on the epoch: then the verdict is that there are too few rows.
  const overfits = verdict === 'overfits' || (rungs.at(-1)?.overfitEpoch ?? null) !== null;
  const share = overfits ? 1 : SHARE_OF_NOT_OVERFITTING;
  const [low, high] = FEWEST_EPOCHS;
  const fewest = Math.max(low, Math.min(high, fewestEpochs(start.config, batches)));
  return Math.min(2 * maxEpochs, Math.max(fewest, Math.ceil(share * rows * start.bestEpoch)));
}

/** A convnet's epochs are slow, and it is regularized less: it gets 1.5 times its best epoch. */
function epochsOf({ config, bestEpoch }: ScaleUp['start'], maxEpochs: number): number {
  if (config.convolution !== undefined) return Math.ceil(CONVOLUTIONAL_FACTOR * bestEpoch);
  return Math.min(2 * maxEpochs, Math.max(MIN_EPOCHS, EPOCH_FACTOR * bestEpoch));
}

/** The outcomes of a trial's fits, one a split. */
export type OutcomesOf = (trial: Trial) => FitOutcome[];

/**
 * Ends a rung of the search: keeps the best quarter, three at least, or, after the last rung, chooses the winner.
 *
 * @param outcomesOf the finished fits of a trial.
 * @returns the search on its next rung, or the result; neither when every candidate diverged, or the measure is defined
 *   for none of them.
 * @see Chollet, Deep Learning with Python, 4.5.7: Regularizing your model and tuning your hyperparameters
 */
export function concludeTuneRung(
  search: Search,
  outcomesOf: OutcomesOf,
  context: TuneContext,
): { search: Search | null; tune: Tune | null; failure: 'diverged' | 'undefined' | null; decisions: Decision[] } {
  const { greaterIsBetter } = context.measure;
  const evaluated = search.candidates.map((candidate) => {
    const trials = trialsOfCandidate(search, candidate);
    // Of short fits, their own configuration: the rate fell over the epochs that the score is of.
    const { config } = trials[0]!;
    return evaluateTrial({ ...candidate, config }, trials.flatMap(outcomesOf), greaterIsBetter);
  });
  const ids = new Set(search.alive[search.rung]);
  const inRung = evaluated.filter(({ trial }) => ids.has(trial.id));
  const scored = inRung
    .filter(({ trial }) => trial.score !== null)
    // Those that tie, such as classifiers that are always right, are told apart by their loss.
    .sort((a, b) => (greaterIsBetter ? 1 : -1) * (b.trial.score! - a.trial.score!) || a.loss - b.loss);
  // If the measure isn't defined on the splits so far, the loss decides which candidates continue.
  const others = inRung.filter(({ trial }) => trial.status === 'undefined').sort((a, b) => a.loss - b.loss);
  const last = search.rung === search.rungs.length - 1;
  if (scored.length + others.length === 0 || (last && scored.length === 0)) {
    return { search: null, tune: null, failure: others.length > 0 ? 'undefined' : 'diverged', decisions: [] };
  }
  if (last) return { search: null, failure: null, ...finish(search, evaluated, scored, outcomesOf, context) };
  const alive = [...scored, ...others].slice(0, survivorsOf(ids.size, search.finalists)).map(({ trial }) => trial.id);
  const next = { ...search, rung: search.rung + 1, alive: [...search.alive, alive] };
  return { search: next, tune: null, failure: null, decisions: [] };
}

function finish(
  search: Search,
  evaluated: EvaluatedTrial[],
  ranked: EvaluatedTrial[],
  outcomesOf: OutcomesOf,
  context: TuneContext,
): { tune: Tune; decisions: Decision[] } {
  const { measure, spec } = context;
  const finalists = ranked.map((one) =>
    finalistOf(one, measure.greaterIsBetter, costOf(one.trial.config, context).complexity),
  );
  const { winner, best } = chooseWinner(finalists);
  const chosen = ranked[winner]!.trial;
  const bias = optimismOf(finalists);
  const sign = measure.greaterIsBetter ? -1 : 1;
  const optimism = bias === null ? null : { bias, corrected: chosen.score! + sign * bias };
  // Only what every candidate was evaluated on can be compared: the first rung.
  const atFirst = search.candidates.map((candidate) => {
    const outcomes = outcomesOf(firstTrialOf(search, candidate));
    return { config: candidate.config, ...evaluateTrial(candidate, outcomes, measure.greaterIsBetter) };
  });
  const importance = importanceOf(
    atFirst.flatMap(({ config, trial: { score } }) => (score === null ? [] : [{ config, score }])),
    spec.seed,
  );
  const finished = new Set(ranked.map(({ trial }) => trial.id));
  const trials = evaluated.map(({ trial }) =>
    trial.status === 'finished' && !finished.has(trial.id) ? { ...trial, status: 'dropped' as const } : trial,
  );
  const tune: Tune = { trials, best: chosen.id, optimism, importance, threshold: null };
  return { tune, decisions: decisionsOf(tune, chosen, ranked[best]!.trial, finalists.length, measure, spec) };
}

function decisionsOf(
  tune: Tune,
  chosen: Tune['trials'][number],
  best: Tune['trials'][number],
  finalists: number,
  measure: Measure,
  spec: RunSpec,
): Decision[] {
  const show = (value: number) => formatScore(measure.name, value);
  const spread = chosen.sd === null ? '' : ` ± ${formatGain(measure.name, chosen.sd)} over the splits`;
  const simpler =
    chosen.id === best.id
      ? ''
      : ` The best-scoring trial, ${describeConfig(best.config)}, scores ${show(best.score!)}: at most one standard error better, and more complex.`;
  const caution =
    tune.optimism === null
      ? 'Picking the best trial is optimistic; the test shows by how much.'
      : `Picking the best trial is optimistic by about ${formatGain(measure.name, tune.optimism.bias)}; expect about ${show(tune.optimism.corrected)}.`;
  const why = `${measure.name} ${show(chosen.score!)}${spread} at epoch ${chosen.bestEpoch}. Of ${tune.trials.length} trials, ${finalists} were evaluated on every split.${simpler} ${caution}`;
  const settled =
    Object.keys(spec.model).length > 0
      ? [
          byUser(
            'tune',
            'keep your settings',
            `You set ${Object.keys(spec.model).join(', ')}; the rest was searched.`,
            { ...spec.model },
          ),
        ]
      : [];
  const [first] = tune.importance;
  const important =
    first === undefined
      ? []
      : [
          byRule(
            'tune',
            `${first.name} matters most`,
            `It explains ${(100 * first.share).toFixed(0)} % of the variation in score across ${tune.trials.length} trials${first.ci === null ? '' : ` (95 %: ${(100 * first.ci[0]).toFixed(0)} to ${(100 * first.ci[1]).toFixed(0)} %)`}.`,
            { importance: tune.importance },
          ),
        ];
  return [
    byRule('tune', describeConfig(chosen.config), why, {
      trial: chosen.id,
      score: chosen.score,
      sd: chosen.sd,
      epoch: chosen.bestEpoch,
      trials: tune.trials.length,
      optimism: tune.optimism,
    }),
    ...important,
    ...settled,
  ];
}
