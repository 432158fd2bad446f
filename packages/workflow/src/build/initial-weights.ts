import { generator } from '../random/index.ts';
import { weightShapes, type ModelSpec } from './model-spec.ts';

/**
 * Glorot-uniform kernels and zero biases.
 *
 * @param spec the model.
 * @param seed the run's seed.
 * @param index which model of that seed: `'rung-1/fold-0'`.
 * @returns one array a tensor, in the order of `weightShapes`, float32.
 * @see Glorot, Bengio: Understanding the difficulty of training deep feedforward neural networks (2010)
 */
export function initialWeights(spec: ModelSpec, seed: number, index: string): Float32Array[] {
  return weightShapes(spec).map(({ name, shape }) => {
    const [fanIn, fanOut] = shape;
    if (fanOut === undefined) return new Float32Array(fanIn!);
    const limit = Math.sqrt(6 / (fanIn! + fanOut));
    const random = generator(seed, 'weights', `${index}/${name}`);
    return Float32Array.from({ length: fanIn! * fanOut }, () => (2 * random.uniform() - 1) * limit);
  });
}
