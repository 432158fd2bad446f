import type { ModelSpec } from '../architecture/index.ts';
import { concatenate } from './concatenate.ts';

/** A model and its weights, in the order of `weightShapes`. */
export interface Model {
  spec: ModelSpec;
  weights: Float32Array[];
}

/**
 * One model whose outputs, before the last activation, are the mean of those of several: their hidden layers stand side by side, with
 * zeros between them, and their last layers are added up, each divided by their number. What reads or exports a model needs no
 * knowledge of it.
 *
 * @param models of the same shape, dense layers on numbers; at least one.
 * @throws {Error} where they have other layers.
 */
export function averageModels(models: readonly Model[]): Model {
  const [first] = models;
  const count = models.length;
  if (count === 1) return first!;
  const last = first!.spec.layers.length - 1;
  const weights: Float32Array[] = [];
  const layers: ModelSpec['layers'] = [];
  let [inputs, at] = [first!.spec.inputs, 0];
  first!.spec.layers.forEach((layer, index) => {
    if (layer.kind === 'dropout') return layers.push(layer);
    if (layer.kind !== 'dense') throw new Error(`models with a layer ${layer.kind} can't be averaged`);
    const kernels = models.map((model) => model.weights[at]!);
    const biases = models.map((model) => model.weights[at + 1]!);
    const { units } = layer;
    // The first dense layer's inputs are the same for all.
    const areShared = at === 0;
    if (index === last) {
      weights.push(areShared ? meanOf(kernels) : stacked(kernels), meanOf(biases));
      return layers.push(layer);
    }
    weights.push(sideBySide(kernels, inputs, units, areShared), concatenate(biases));
    [inputs, at] = [units, at + 2];
    return layers.push({ ...layer, units: count * units });
  });
  return { spec: { ...first!.spec, layers }, weights };
}

function meanOf(values: readonly Float32Array[]): Float32Array {
  return values[0]!.map((_, i) => values.reduce((sum, each) => sum + each[i]!, 0) / values.length);
}

/** Kernels of last layers below each other, divided by their number. */
function stacked(kernels: readonly Float32Array[]): Float32Array {
  return concatenate(kernels).map((value) => value / kernels.length);
}

/**
 * Kernels beside each other: [inputs, all units] where they share their inputs, else block by block on the diagonal.
 *
 * @param kernels [inputs, units] each.
 */
function sideBySide(kernels: readonly Float32Array[], inputs: number, units: number, areShared: boolean): Float32Array {
  const width = kernels.length * units;
  const all = new Float32Array((areShared ? inputs : kernels.length * inputs) * width);
  kernels.forEach((kernel, k) => {
    for (let i = 0; i < inputs; i++) {
      const row = areShared ? i : k * inputs + i;
      all.set(kernel.subarray(i * units, (i + 1) * units), row * width + k * units);
    }
  });
  return all;
}
