import { generator } from '@stepwell/base/random';
import { sizeOf } from './layer-shapes.ts';
import type { ModelSpec } from './model-spec.ts';
import { weightShapes, type WeightShape } from './weight-shapes.ts';

/** Word vectors begin within it. */
const UNIFORM_LIMIT = 0.05;

/**
 * Glorot-uniform kernels, uniform word vectors, zero biases: Keras's defaults.
 *
 * @param spec the model.
 * @param seed the run's seed.
 * @param index which model of that seed: `'rung-1/fold-0'`.
 * @returns one array a tensor, in the order of `weightShapes`, float32.
 * @see Glorot, Bengio: Understanding the difficulty of training deep feedforward neural networks (2010)
 */
export function initialWeights(spec: ModelSpec, seed: number, index: string): Float32Array[] {
  return weightShapes(spec).map((weight) => {
    const values = new Float32Array(sizeOf(weight.shape));
    if (weight.initializer === 'zeros') return values;
    if (weight.initializer === 'ones') return values.fill(1);
    const limit = weight.initializer === 'glorot' ? glorotLimit(weight) : UNIFORM_LIMIT;
    const random = generator(seed, 'weights', `${index}/${weight.name}`);
    for (let i = 0; i < values.length; i++) values[i] = (2 * random.uniform() - 1) * limit;
    return values;
  });
}

/** The limit of a kernel [..., in, out]: what stands ahead of the last two sizes is the field that a filter sees. */
function glorotLimit({ shape }: WeightShape): number {
  const [fanOut = 0, fanIn = 0] = shape.toReversed();
  return Math.sqrt(6 / (sizeOf(shape.slice(0, -2)) * (fanIn + fanOut)));
}
