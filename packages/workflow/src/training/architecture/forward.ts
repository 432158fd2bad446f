import { mixedMatMul, multiHotMatMul, tf, wordMeans, wordVectors } from '@stepwell/backend';
import { convolveAndPoolLayer, convolveLayer, normalizeLayer, poolLayer } from './picture-layers.ts';
import type { EmbeddingLayer, Layer } from './layers.ts';
import type { ModelInputs } from './model-inputs.ts';
import { numbersWithWords, type ModelSpec } from './model-spec.ts';
import { rank2, rank4 } from './ranks.ts';
import type { Training } from './training.ts';

const ACTIVATIONS = {
  relu: (z: tf.Tensor) => tf.relu(z),
  sigmoid: (z: tf.Tensor) => tf.sigmoid(z),
  softmax: (z: tf.Tensor) => tf.softmax(z),
  linear: (z: tf.Tensor) => z,
};

/** Where a walk through the layers stands. */
interface Walk {
  training: Training | null;
  inputs: ModelInputs;
  /** Whether the first dense layer takes the numbers beside the words. */
  joinsWords: boolean;
  /** The next weight. */
  weight: () => tf.Tensor;
  /** The next dropout mask. */
  mask: () => tf.Tensor;
}

/**
 * Outputs of the last dense layer before its activation.
 *
 * @param spec the model.
 * @param inputs of [rows], as the spec says.
 * @param weights in the order of `weightShapes`.
 * @param training null when not training: no dropout, and batch normalization by the moving statistics.
 * @returns [rows, outputs], float32.
 */
export function logits(
  spec: ModelSpec,
  inputs: ModelInputs,
  weights: readonly tf.Tensor[],
  training: Training | null,
): tf.Tensor2D {
  let [weight, mask] = [0, 0];
  const walk: Walk = {
    training,
    inputs,
    joinsWords: numbersWithWords(spec) > 0,
    weight: () => weights[weight++]!,
    mask: () => training!.dropoutMasks[mask++]!,
  };
  let x = valuesOf(inputs);
  for (let i = 0; i < spec.layers.length; i++) {
    const [layer, next] = [spec.layers[i]!, spec.layers[i + 1]];
    if (layer.kind === 'batch-normalization' && next?.kind === 'activation') {
      x = normalizeLayer(x!, walk.weight, next.activation, training);
      i++;
    } else if (layer.kind === 'conv2d' && next?.kind === 'max-pooling') {
      x = convolveAndPoolLayer(layer, rank4(x), walk.weight);
      i++;
    } else {
      x = apply(layer, x, walk, next === undefined);
    }
  }
  return rank2(x);
}

/** @returns the last layer's activation of its logits: probabilities or numbers. */
export function activate(spec: ModelSpec, last: tf.Tensor2D): tf.Tensor2D {
  const layer = spec.layers.at(-1)!;
  return layer.kind === 'dense' ? rank2(ACTIVATIONS[layer.activation](last)) : last;
}

/** What goes into the first layer; null for words, which it has to look up. */
function valuesOf(inputs: ModelInputs): tf.Tensor | null {
  return inputs.kind === 'numbers' || inputs.kind === 'images' ? inputs.values : null;
}

function apply(layer: Layer, x: tf.Tensor | null, walk: Walk, isLast: boolean): tf.Tensor {
  switch (layer.kind) {
    case 'dense': {
      const product = x === null ? hotProduct(walk, rank2(walk.weight())) : tf.matMul(x, walk.weight());
      const z = tf.add(product, walk.weight());
      return isLast ? z : ACTIVATIONS[layer.activation](z);
    }
    case 'dropout':
      return walk.training === null ? x! : tf.mul(x!, walk.mask());
    case 'conv2d':
    case 'separable-conv2d':
      return convolveLayer(layer, rank4(x), walk.weight);
    case 'max-pooling':
    case 'average-pooling':
      return poolLayer(layer.kind, rank4(x));
    case 'global-average-pooling':
      return tf.mean(rank4(x), [1, 2]);
    case 'flatten':
      return tf.reshape(rank4(x), [rank4(x).shape[0], -1]);
    case 'batch-normalization':
      return normalizeLayer(x!, walk.weight, 'linear', walk.training);
    case 'activation':
      return ACTIVATIONS[layer.activation](x!);
    case 'embedding':
      return embed(layer, walk.inputs, rank2(walk.weight()));
    case 'concatenate':
      return tf.concat([x!, branchOf(layer, walk)], 1);
  }
}

/** The numbers beside a text or an image, through their own dense layer where they have one. */
function branchOf({ branch }: Extract<Layer, { kind: 'concatenate' }>, { inputs, weight }: Walk): tf.Tensor2D {
  const numbers = numbersOf(inputs);
  return branch === undefined ? numbers : rank2(tf.relu(tf.add(tf.matMul(numbers, weight()), weight())));
}

/** Words as zeros and ones, and the numbers beside them unless they are joined later, times a dense layer's kernel. */
function hotProduct({ inputs, joinsWords }: Walk, kernel: tf.Tensor2D): tf.Tensor2D {
  if (inputs.kind !== 'multi-hot') throw unsuited('a dense layer', inputs);
  const { hot, numbers } = inputs;
  return numbers === null || !joinsWords ? multiHotMatMul(hot, kernel) : mixedMatMul(hot, numbers, kernel);
}

function embed(layer: EmbeddingLayer, inputs: ModelInputs, vectors: tf.Tensor2D): tf.Tensor2D {
  if (layer.pooling === 'average' && inputs.kind === 'bags') return wordMeans(inputs.words, vectors);
  if (layer.pooling === 'flatten' && inputs.kind === 'sequences') return wordVectors(inputs.ids, vectors);
  throw unsuited(`an embedding with pooling ${layer.pooling}`, inputs);
}

function numbersOf(inputs: ModelInputs): tf.Tensor2D {
  if ('numbers' in inputs && inputs.numbers !== null) return inputs.numbers;
  throw unsuited('numbers beside a text or an image', inputs);
}

function unsuited(what: string, { kind }: ModelInputs): TypeError {
  return new TypeError(`a model begins with ${what}, and was given rows of ${kind}`);
}
