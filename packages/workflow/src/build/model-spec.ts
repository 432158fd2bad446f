import { z } from 'zod';
import { StepwellError } from '../errors/index.ts';
import { chooseEnding } from './choose-ending.ts';
import type { Config } from './config.ts';

const denseLayer = z.object({
  kind: z.literal('dense'),
  units: z.int().positive(),
  activation: z.enum(['relu', 'linear', 'sigmoid', 'softmax']),
  /** Factors of the sums of squares and of sizes of the kernel, added to the loss. */
  l2: z.number().min(0),
  l1: z.number().min(0).optional(),
});
const dropoutLayer = z.object({ kind: z.literal('dropout'), rate: z.number().min(0).max(0.9) });
export const layer = z.discriminatedUnion('kind', [denseLayer, dropoutLayer]);
export type Layer = z.infer<typeof layer>;

export const lossName = z.enum(['binary-crossentropy', 'categorical-crossentropy', 'mean-squared-error']);
export type LossName = z.infer<typeof lossName>;

const share = z.number().min(0).lt(1).optional();
const learningRate = z.number().positive();
const epsilon = z.number().min(0).optional();

/** An optimizer in Keras's terms and with its defaults. */
export const optimizer = z.discriminatedUnion('name', [
  z.object({ name: z.literal('rmsprop'), learningRate, rho: share, momentum: share, epsilon }),
  z.object({ name: z.literal('adam'), learningRate, beta1: share, beta2: share, epsilon }),
  z.object({ name: z.literal('sgd'), learningRate, momentum: share, nesterov: z.boolean().optional() }),
]);

/** A model as plain data, down to its optimizer. */
export const modelSpec = z.object({
  /** Width of a prepared row. */
  inputs: z.int().positive(),
  layers: z.array(layer).min(1),
  loss: lossName,
  optimizer,
  batchSize: z.int().positive(),
});
export type ModelSpec = z.infer<typeof modelSpec>;

/**
 * A stack of dense relu layers with the ending that the problem asks for.
 *
 * @param question the problem.
 * @param config hidden layers, regularisation, optimizer.
 * @param inputs width of a prepared row.
 */
export function buildModel(question: Parameters<typeof chooseEnding>[0], config: Config, inputs: number): ModelSpec {
  const { activation, loss, outputs } = chooseEnding(question);
  const { l1, l2 } = config;
  const layers: Layer[] = config.units.flatMap((units): Layer[] => [
    { kind: 'dense', units, activation: 'relu', l2, l1 },
    ...(config.dropout > 0 ? [{ kind: 'dropout' as const, rate: config.dropout }] : []),
  ]);
  layers.push({ kind: 'dense', units: outputs, activation, l2, l1 });
  return checkEnding({
    inputs,
    layers,
    loss,
    optimizer: { name: config.optimizer, learningRate: config.learningRate },
    batchSize: config.batchSize,
  });
}

/** Which last activations can be trained on a loss. */
const FITTING: Record<LossName, string> = {
  'binary-crossentropy': 'sigmoid',
  'categorical-crossentropy': 'softmax',
  'mean-squared-error': 'linear',
};

/**
 * @returns `spec`, when its last activation and its loss belong together.
 * @throws {StepwellError} `layer_mismatch`.
 */
export function checkEnding(spec: ModelSpec): ModelSpec {
  const last = spec.layers.at(-1);
  if (last?.kind === 'dense' && last.activation === FITTING[spec.loss]) return spec;
  const ending = last?.kind === 'dense' ? last.activation : 'no dense layer';
  throw new StepwellError(
    'layer_mismatch',
    `A model that ends in ${ending} can't be trained on ${spec.loss}. Two classes: sigmoid with binary-crossentropy; several: softmax with categorical-crossentropy; a number: linear with mean-squared-error.`,
  );
}

/** Shape of one weight tensor. */
export interface WeightShape {
  name: string;
  shape: number[];
}

/** @returns the kernels [in, units] and biases [units] of the dense layers, first to last. */
export function weightShapes(spec: ModelSpec): WeightShape[] {
  let width = spec.inputs;
  return spec.layers.flatMap((entry, index) => {
    if (entry.kind !== 'dense') return [];
    const shapes = [
      { name: `dense-${index}/kernel`, shape: [width, entry.units] },
      { name: `dense-${index}/bias`, shape: [entry.units] },
    ];
    width = entry.units;
    return shapes;
  });
}

/** @returns how many numbers the model learns. */
export function countParams(spec: ModelSpec): number {
  return weightShapes(spec).reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
}

/** @returns floating-point operations that one row takes in training: forward, and twice that backward. */
export function flopsPerRow(spec: ModelSpec): number {
  return 6 * countParams(spec);
}
