import { slotsPerWeight } from '@stepwell/backend';
import { score, type Asked } from '@stepwell/metrics';
import { anchorsOf } from '@stepwell/metrics/targets';
import { generator } from '@stepwell/base/random';
import {
  buildModel,
  countParams,
  flopsPerRow,
  initialWeights,
  isRankingLoss,
  type Config,
} from '../architecture/index.ts';
import type { Question } from '../../question/index.ts';
import { levelsOf, type Inputs } from '../preparation/index.ts';
import { emptyAccumulators, startCheckpoint, type Checkpoint } from './checkpoint.ts';
import { concatenate } from './concatenate.ts';
import { epochOrder, orderByQuery } from './epoch-order.ts';
import { emptySlots, EVALUATION_ROWS } from './evaluate.ts';
import { disposeCheckpoint } from './dispose-checkpoint.ts';
import { readOutputs, type FitData } from './fit-data.ts';
import { withTrainer } from './create-trainer.ts';
import { rankingLoss } from './ranking-loss.ts';
import { isOver, type EndingRule } from './is-over.ts';
import type { Trainer } from './trainer.ts';

/** A fit: one configuration trained on one split for a number of epochs. */
export interface Fit {
  /** Unique within the run; seeds the fit's random generators. */
  id: string;
  config: Config;
  epochs: number;
  /** When it may end before; absent for never. */
  ending?: { rule: EndingRule; greaterIsBetter: boolean } | undefined;
}

/** Budget of one step. It ends at whichever limit is reached first, after at least one minibatch. */
export interface StepBudget {
  /** Training minibatches and validation chunks. */
  minibatches: number;
  /** Floating-point operations. */
  flops: number;
}

/** Results of one epoch of a fit. */
export interface CurvePoint {
  /** 1 for the first. */
  epoch: number;
  trainLoss: number;
  validationLoss: number | null;
  /** Null if the metric is undefined, or there are no validation rows. */
  validationScore: number | null;
}

/** Context shared by all fits of a run. */
export interface FitContext {
  question: Question;
  measure: Asked;
  seed: number;
}

/**
 * Trains a fit for one step. Pure and synchronous. An epoch consists of the training minibatches in a seeded order, then
 * the validation chunks; a step may end after any of them.
 *
 * @param checkpoint state of the fit; null at its start. Not changed, unless it's released.
 * @param options `release`: empties `checkpoint` once its tensors are on the heap, to save memory.
 * @returns the new checkpoint, the epochs finished in this step, whether the fit is done, and what of the budget was spent.
 */
export function fitStep(
  fit: Fit,
  context: FitContext,
  data: FitData,
  checkpoint: Checkpoint | null,
  budget: StepBudget,
  { release = false }: { release?: boolean } = {},
): { checkpoint: Checkpoint; points: CurvePoint[]; done: boolean; spent: StepBudget } {
  const next = checkpoint === null ? start(fit, context, data) : copy(checkpoint);
  return withTrainer(next.spec, next, dropoutKey(context.seed, fit.id), (trainer) => {
    Object.assign(next, { weights: [], slots: [], outputs: next.outputs.slice() });
    if (release && checkpoint !== null) disposeCheckpoint(checkpoint);
    const { points, spent } = trainWithin(fit, context, data, next, trainer, budget);
    const { weights, slots } = trainer.read();
    const done = isDone(fit, data, next);
    return { checkpoint: { ...next, weights, slots }, points, done, spent };
  });
}

/** Advances `next` until the budget is spent or the fit is done; its weights and slots stay in the trainer. */
function trainWithin(
  fit: Fit,
  context: FitContext,
  data: FitData,
  next: Checkpoint,
  trainer: Trainer,
  budget: StepBudget,
): { points: CurvePoint[]; spent: StepBudget } {
  const { trainBatches, validationChunks } = unitsPerEpoch(fit.config, data);
  const perEpoch = trainBatches + validationChunks;
  const flops = flopsPerRow(next.spec, wordsPerRow(data.train.x));
  const points: CurvePoint[] = [];
  let units = 0;
  let spent = 0;
  while (!isDone(fit, data, next)) {
    if (units > 0 && (units >= budget.minibatches || spent >= budget.flops)) break;
    const epoch = Math.floor(next.position / perEpoch);
    const within = next.position % perEpoch;
    if (within < trainBatches) {
      const order = orderOf(fit, context, data, epoch);
      const left = Math.min(trainBatches - within, Math.max(1, budget.minibatches - units));
      const count = affordable(fit.config.batchSize, order.length, within, left, flops, budget.flops - spent);
      trainer.setLearningRate(learningRateAt(fit.config, epoch));
      const losses = trainer.train(data.train, order, within, count, epoch * trainBatches + within);
      spent += flops * rowsOf(fit.config.batchSize, order.length, within, losses.length);
      units += losses.length;
      addLosses(next, losses, fit.config.batchSize, order.length, within);
    } else {
      spent += (flops / 3) * validationUnit(data, next, trainer, within - trainBatches);
      units++;
      next.position++;
    }
    if (next.position % perEpoch === 0 || next.diverged) points.push(closeEpoch(context, data, next, trainer, epoch));
  }
  return { points, spent: { minibatches: units, flops: spent } };
}

/** The learning rate of an epoch, 0 for the first. Beyond the decay it stays at that of its last epoch. */
function learningRateAt({ learningRate, decay }: Config, epoch: number): number {
  return decay === undefined ? learningRate : learningRate * Math.max(1 - epoch / decay, 1 / decay);
}

/** Whether a fit has come to its last epoch, has diverged, or has ended before by its rule. */
function isDone(fit: Fit, data: FitData, { position, diverged, history }: Checkpoint): boolean {
  if (position >= unitsOf(fit, data) || diverged) return true;
  const { trainBatches, validationChunks } = unitsPerEpoch(fit.config, data);
  // Only between epochs: the curve says nothing new within one.
  if (fit.ending === undefined || position % (trainBatches + validationChunks) !== 0) return false;
  return isOver(history, fit.ending.rule, fit.ending.greaterIsBetter);
}

/** @returns the mean number of words per row; undefined without text. */
function wordsPerRow(x: Inputs): number | undefined {
  if (x.kind !== 'multi-hot' && x.kind !== 'sequences') return undefined;
  const { start, ids } = x.kind === 'multi-hot' ? x.hot : x.words;
  return ids.length / Math.max(1, start.length - 1);
}

/** @returns the number of rows in minibatches `first … first + count - 1` of an epoch. */
function rowsOf(batchSize: number, rows: number, first: number, count: number): number {
  return Math.min(rows, (first + count) * batchSize) - first * batchSize;
}

/** @returns how many of `most` minibatches the budget of operations allows; at least one. */
function affordable(
  batchSize: number,
  rows: number,
  first: number,
  most: number,
  flopsPerRow: number,
  flops: number,
): number {
  let count = 1;
  while (count < most && flopsPerRow * rowsOf(batchSize, rows, first, count) < flops) count++;
  return count;
}

/** Adds the losses of finished minibatches to the epoch's sums, in order. */
function addLosses(next: Checkpoint, losses: Float64Array, batchSize: number, rows: number, first: number): void {
  losses.forEach((loss, i) => {
    const count = rowsOf(batchSize, rows, first + i, 1);
    next.accumulators.trainLoss += loss * count;
    next.accumulators.trainRows += count;
    next.position++;
    if (!Number.isFinite(loss)) next.diverged = true;
  });
}

function unitsOf(fit: Fit, data: FitData): number {
  const { trainBatches, validationChunks } = unitsPerEpoch(fit.config, data);
  return (trainBatches + validationChunks) * fit.epochs;
}

/** @returns the training minibatches and validation chunks of one epoch. */
export function unitsPerEpoch(config: Config, data: FitData): { trainBatches: number; validationChunks: number } {
  return {
    trainBatches: Math.ceil(data.train.rows / config.batchSize),
    validationChunks: Math.ceil((data.validation?.prepared.rows ?? 0) / EVALUATION_ROWS),
  };
}

function start(fit: Fit, context: FitContext, data: FitData): Checkpoint {
  const spec = buildModel(context.question, fit.config, data.shape);
  const weights = initialWeights(spec, context.seed, fit.id);
  return startCheckpoint(spec, weights, emptySlots(spec, weights));
}

/** @returns the size of a fit's weights and slots, in bytes. */
export function bytesLearned(fit: Fit, context: FitContext, data: FitData): number {
  const spec = buildModel(context.question, fit.config, data.shape);
  return Float32Array.BYTES_PER_ELEMENT * countParams(spec) * (1 + slotsPerWeight(spec.optimizer));
}

/** @returns four words that seed a fit's dropout masks. */
function dropoutKey(seed: number, fitId: string): number[] {
  const random = generator(seed, 'dropout', fitId);
  return [random.uint32(), random.uint32(), random.uint32(), random.uint32()];
}

function copy(checkpoint: Checkpoint): Checkpoint {
  return {
    ...checkpoint,
    accumulators: { ...checkpoint.accumulators },
    history: {
      trainLoss: [...checkpoint.history.trainLoss],
      validationLoss: [...checkpoint.history.validationLoss],
      validationScore: [...checkpoint.history.validationScore],
    },
  };
}

function orderOf(fit: Fit, context: FitContext, data: FitData, epoch: number): Int32Array {
  const random = generator(context.seed, 'shuffle', `${fit.id}/epoch-${epoch}`);
  if (data.train.queries !== undefined) return orderByQuery(data.train.queries, random);
  const balanced = fit.config.classWeight === 'balanced' && context.question.classes !== null;
  const { levels } = data.preparation;
  const codes = levels === undefined ? data.train.y : levelsOf(data.train.y, levels);
  return epochOrder(data.train.rows, balanced ? codes : null, random);
}

function validationUnit(data: FitData, next: Checkpoint, trainer: Trainer, chunk: number): number {
  const { prepared } = data.validation!;
  const from = chunk * EVALUATION_ROWS;
  const to = Math.min(from + EVALUATION_ROWS, prepared.rows);
  const { outputs, losses } = trainer.evaluate(prepared, from, to);
  for (const loss of losses) next.accumulators.validationLoss += loss;
  next.outputs = concatenate([next.outputs, outputs]);
  next.accumulators.validationRows += to - from;
  if (!Number.isFinite(next.accumulators.validationLoss)) next.diverged = true;
  return to - from;
}

function closeEpoch(context: FitContext, data: FitData, next: Checkpoint, trainer: Trainer, epoch: number): CurvePoint {
  const sums = next.accumulators;
  const validated = sums.validationRows > 0;
  const point: CurvePoint = {
    epoch: epoch + 1,
    trainLoss: finite(sums.trainLoss / sums.trainRows),
    validationLoss: validated ? finite(validationLossOf(data, next)) : null,
    validationScore: validated ? scoreOf(context, data, next) : null,
  };
  if (validated && !Number.isFinite(validationLossOf(data, next))) next.diverged = true;
  next.history.trainLoss.push(point.trainLoss);
  if (point.validationLoss !== null) {
    next.history.validationLoss.push(point.validationLoss);
    next.history.validationScore.push(point.validationScore);
  }
  next.accumulators = emptyAccumulators();
  next.outputs = new Float32Array(0);
  // The last update may have made weights infinite without affecting earlier losses.
  if (!trainer.isFinite()) next.diverged = true;
  return point;
}

/** The mean loss of the epoch's validation rows; of rankings, of all queries once their rows have been evaluated. */
function validationLossOf(data: FitData, { spec, accumulators, outputs }: Checkpoint): number {
  const { loss } = spec;
  const { y, queries } = data.validation!.prepared;
  if (!isRankingLoss(loss) || queries === undefined) return accumulators.validationLoss / accumulators.validationRows;
  const rows = accumulators.validationRows;
  return rankingLoss(loss, outputs, y.subarray(0, rows), queries.subarray(0, rows)).loss;
}

/** @returns the metric over all validation rows of the epoch; null if undefined or incomplete. */
function scoreOf({ question, measure }: FitContext, data: FitData, next: Checkpoint): number | null {
  const { prepared, target } = data.validation!;
  if (next.accumulators.validationRows < prepared.rows) return null;
  const value = score(measure, readOutputs(question, data.preparation, next.outputs, anchorsOf(target)), target);
  return Number.isFinite(value) ? value : null;
}

/** Replaces NaN and infinite numbers, which JSON can't represent, by the largest number; the fit is marked as diverged. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.MAX_VALUE;
}
