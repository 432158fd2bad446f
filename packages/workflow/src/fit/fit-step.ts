import { flopsPerRow, initialWeights, buildModel, type Config } from '../build/index.ts';
import type { Definition } from '../define/index.ts';
import { scoreRows, targetAt, type Measure } from '../measure/index.ts';
import { generator, permutation } from '../random/index.ts';
import { emptyAccumulators, startCheckpoint, type Checkpoint } from './checkpoint.ts';
import { EVALUATION_ROWS, evaluateChunk } from './evaluate.ts';
import { readOutputs, type FitData } from './fit-data.ts';
import { trainBatch } from './train-batch.ts';

/** One training chain: a configuration on one fold, for so many epochs. */
export interface Fit {
  /** Unique in its run; keys everything random about it. */
  id: string;
  config: Config;
  epochs: number;
}

/** How much one step may do. It stops at whichever is reached first, and does at least one minibatch. */
export interface StepBudget {
  /** Minibatches to train on or chunks to validate on. */
  minibatches: number;
  /** Floating-point operations. */
  flops: number;
}

/** What one epoch of a fit came to. */
export interface CurvePoint {
  /** 1 for the first. */
  epoch: number;
  trainLoss: number;
  validationLoss: number | null;
  validationScore: number | null;
}

/** The surroundings of a fit: what is the same for all fits of a run. */
export interface FitContext {
  problem: Pick<Definition, 'type' | 'classes'>;
  measure: Measure;
  seed: number;
}

/**
 * Trains a fit for one step: a pure function of its arguments, synchronous from start to end. An epoch is the
 * minibatches of a seeded order of the training rows, then the validation rows chunk by chunk; a step may end after any
 * of them.
 *
 * @param checkpoint where the fit stands; null at its start. Not changed.
 * @returns the new checkpoint, the epochs finished in this step, and whether the fit is done.
 */
export function fitStep(
  fit: Fit,
  context: FitContext,
  data: FitData,
  checkpoint: Checkpoint | null,
  budget: StepBudget,
): { checkpoint: Checkpoint; points: CurvePoint[]; done: boolean } {
  const next = checkpoint === null ? start(fit, context, data) : copy(checkpoint);
  const { trainBatches, validationChunks } = unitsPerEpoch(fit.config, data);
  const perEpoch = trainBatches + validationChunks;
  const total = perEpoch * fit.epochs;
  const flops = flopsPerRow(next.spec);
  const points: CurvePoint[] = [];
  let spent = 0;
  let order: Int32Array | null = null;
  let orderedEpoch = -1;
  for (let unit = 0; next.position < total && !next.diverged; unit++) {
    if (unit > 0 && (unit >= budget.minibatches || spent >= budget.flops)) break;
    const epoch = Math.floor(next.position / perEpoch);
    const within = next.position % perEpoch;
    if (within < trainBatches) {
      if (order === null || orderedEpoch !== epoch) {
        order = orderOf(fit, context.seed, epoch, data.train.rows);
        orderedEpoch = epoch;
      }
      spent += flops * trainUnit(fit, context, data, next, order, epoch, within);
    } else {
      spent += (flops / 3) * validationUnit(context, data, next, within - trainBatches);
    }
    next.position++;
    if (next.position % perEpoch === 0 || next.diverged) points.push(closeEpoch(next, epoch));
  }
  return { checkpoint: next, points, done: next.position >= total || next.diverged };
}

/** @returns minibatches to train on and chunks to validate on in one epoch. */
export function unitsPerEpoch(config: Config, data: FitData): { trainBatches: number; validationChunks: number } {
  return {
    trainBatches: Math.ceil(data.train.rows / config.batchSize),
    validationChunks: Math.ceil((data.validation?.prepared.rows ?? 0) / EVALUATION_ROWS),
  };
}

function start(fit: Fit, context: FitContext, data: FitData): Checkpoint {
  const spec = buildModel(context.problem, fit.config, data.preparation.width);
  return startCheckpoint(spec, initialWeights(spec, context.seed, fit.id));
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
    weights: checkpoint.weights.map((weight) => weight.slice()),
    slots: checkpoint.slots.map((slot) => slot.slice()),
  };
}

function orderOf(fit: Fit, seed: number, epoch: number, rows: number): Int32Array {
  return permutation(rows, generator(seed, 'shuffle', `${fit.id}/epoch-${epoch}`));
}

function trainUnit(
  fit: Fit,
  context: FitContext,
  data: FitData,
  next: Checkpoint,
  order: Int32Array,
  epoch: number,
  batch: number,
): number {
  const { batchSize } = fit.config;
  const rows = order.subarray(batch * batchSize, (batch + 1) * batchSize);
  const { inputs } = next.spec;
  const x = new Float32Array(rows.length * inputs);
  const y = new Float32Array(rows.length);
  rows.forEach((row, i) => {
    x.set(data.train.x.subarray(row * inputs, (row + 1) * inputs), i * inputs);
    y[i] = data.train.y[row]!;
  });
  const index = `${fit.id}/epoch-${epoch}/batch-${batch}`;
  const loss = trainBatch(next.spec, next.weights, next.slots, { x, y, seed: context.seed, index });
  next.accumulators.trainLoss += loss * rows.length;
  next.accumulators.trainRows += rows.length;
  if (!Number.isFinite(loss)) next.diverged = true;
  return rows.length;
}

function validationUnit(context: FitContext, data: FitData, next: Checkpoint, chunk: number): number {
  const { prepared, part, rows } = data.validation!;
  const from = chunk * EVALUATION_ROWS;
  const to = Math.min(from + EVALUATION_ROWS, prepared.rows);
  const { outputs, losses } = evaluateChunk(next.spec, next.weights, prepared, from, to);
  const predictions = readOutputs(context.problem, data.preparation, outputs);
  const scores = scoreRows(context.measure.name, predictions, targetAt(part.target, rows.subarray(from, to)));
  for (const loss of losses) next.accumulators.validationLoss += loss;
  for (const score of scores) next.accumulators.validationScore += score;
  next.accumulators.validationRows += to - from;
  if (!Number.isFinite(next.accumulators.validationLoss)) next.diverged = true;
  return to - from;
}

function closeEpoch(next: Checkpoint, epoch: number): CurvePoint {
  const sums = next.accumulators;
  const point: CurvePoint = {
    epoch: epoch + 1,
    trainLoss: finite(sums.trainLoss / sums.trainRows),
    validationLoss: sums.validationRows === 0 ? null : finite(sums.validationLoss / sums.validationRows),
    validationScore: sums.validationRows === 0 ? null : finite(sums.validationScore / sums.validationRows),
  };
  next.history.trainLoss.push(point.trainLoss);
  if (point.validationLoss !== null) next.history.validationLoss.push(point.validationLoss);
  if (point.validationScore !== null) next.history.validationScore.push(point.validationScore);
  next.accumulators = emptyAccumulators();
  // The loss may hide it: relu in WebAssembly makes 0 of a NaN whose sign bit is set, as x86 makes them.
  if (!next.weights.every((weight) => weight.every(Number.isFinite))) next.diverged = true;
  return point;
}

/** JSON has no infinity: what left the numbers is written as the largest of them, and the fit as diverged. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.MAX_VALUE;
}
