import type { DenseStackOptions, StackLayer } from '../dense-stack/options.ts';
import type { StackRows } from '../dense-stack/stack-rows.ts';
import type { OptimizerSettings } from '../optimizer-settings.ts';
import { wave } from './against-cpu.ts';

/** RMSprop with Keras's defaults but for the rate. */
export const RMSPROP: OptimizerSettings = { name: 'rmsprop', learningRate: 0.01 };

/** A dense layer. */
export function dense(
  units: number,
  activation: 'relu' | 'tanh' | 'sigmoid' | 'linear' | 'softmax',
  more = {},
): StackLayer {
  return { kind: 'dense', units, activation, ...more };
}

/** Weights of a stack: kernels about as large as Glorot's, small biases. */
export function initialWeights(options: DenseStackOptions): Float32Array[] {
  let width = options.inputs;
  return options.layers.flatMap((layer, i) => {
    if (layer.kind !== 'dense') return [];
    const kernel = wave(width * layer.units, i + 3).map((value) => value / Math.sqrt(width));
    width = layer.units;
    return [kernel, wave(layer.units, i + 50).map((value) => value / 10)];
  });
}

/** Rows for a stack; class codes go round, and every other target is 1. */
export function rowsFor(options: DenseStackOptions, count: number, outputs: number): StackRows {
  const y =
    options.loss === 'categorical-crossentropy'
      ? Float32Array.from({ length: count }, (_, i) => (i * 5) % outputs)
      : wave(count * outputs, 9).map((value) => (options.loss === 'binary-crossentropy' ? Number(value > 0) : value));
  return { x: wave(count * options.inputs, 1), y };
}
