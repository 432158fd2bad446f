import { z } from 'zod';
import type { Definition } from '../define/index.ts';
import { StepwellError } from '../errors/index.ts';

/** What a trial varies. */
export const config = z.object({
  /** Units of each hidden layer, first to last. */
  units: z.array(z.int().min(1).max(4096)).max(10),
  /** Share of each hidden layer's outputs dropped while training. */
  dropout: z.number().min(0).max(0.9),
  /** Factor of the sum of squared weights (biases aside) added to the loss. */
  l2: z.number().min(0),
  learningRate: z.number().positive(),
  batchSize: z.int().min(1),
});
export type Config = z.infer<typeof config>;

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

/** The last layer's activation and the loss that belong to a type of problem. */
const ENDINGS = {
  binary: { activation: 'sigmoid', loss: 'binary-crossentropy' },
  multiclass: { activation: 'softmax', loss: 'categorical-crossentropy' },
  'scalar-regression': { activation: 'linear', loss: 'mean-squared-error' },
} as const;

/**
 * A stack of dense relu layers with the ending that the problem asks for.
 *
 * @param problem its type, and its classes.
 * @param config hidden layers, regularisation, optimizer.
 * @param inputs width of a prepared row.
 * @see Chollet, Deep Learning with Python, table 4.1: Choosing the right last-layer activation and loss function
 */
export function buildModel(problem: Pick<Definition, 'type' | 'classes'>, config: Config, inputs: number): ModelSpec {
  const { activation, loss } = ENDINGS[problem.type];
  const layers: Layer[] = config.units.flatMap((units): Layer[] => [
    { kind: 'dense', units, activation: 'relu', l2: config.l2 },
    ...(config.dropout > 0 ? [{ kind: 'dropout' as const, rate: config.dropout }] : []),
  ]);
  const outputs = problem.type === 'multiclass' ? problem.classes!.length : 1;
  layers.push({ kind: 'dense', units: outputs, activation, l2: config.l2 });
  return checkEnding({
    inputs,
    layers,
    loss,
    optimizer: { name: 'rmsprop', learningRate: config.learningRate },
    batchSize: config.batchSize,
  });
}

/**
 * @returns `spec`, when its last activation and its loss belong together.
 * @throws {StepwellError} `layer_mismatch`.
 */
export function checkEnding(spec: ModelSpec): ModelSpec {
  const last = spec.layers.at(-1);
  const fits = Object.values(ENDINGS).some(
    ({ activation, loss }) => last?.kind === 'dense' && last.activation === activation && spec.loss === loss,
  );
  if (!fits) {
    const ending = last?.kind === 'dense' ? last.activation : 'no dense layer';
    throw new StepwellError(
      'layer_mismatch',
      `A model that ends in ${ending} can't be trained on ${spec.loss}. Two classes: sigmoid with binary-crossentropy; several: softmax with categorical-crossentropy; a number: linear with mean-squared-error.`,
    );
  }
  return spec;
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
