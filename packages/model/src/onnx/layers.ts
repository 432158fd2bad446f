import {
  layerShapes,
  NORMALIZATION,
  POOL_SIZE,
  sizeOf,
  weightShapes,
  type ModelSpec,
} from '@stepwell/workflow/training';
import type { Graph, Value } from './graph.ts';

type Layer = ModelSpec['layers'][number];

/** @returns how many words go into a model at once; null where any number may. */
export function wordsAtOnce({ layers }: Pick<ModelSpec, 'layers'>): number | null {
  const flat = layers.find((layer) => layer.kind === 'embedding' && layer.pooling === 'flatten');
  return flat?.kind === 'embedding' ? flat.length : null;
}

/** What goes into a model's layers. */
export interface PreparedInputs {
  /** [rows, n], float32: numbers, or those beside a text or an image; null for none. */
  numbers: Value | null;
  /** [rows, words], int64: ids of words; the vocabulary's size stands for none. Null without a text. */
  words: Value | null;
  /** [rows, height, width, channels], float32; null without images. */
  images: Value | null;
}

/**
 * Adds a model's layers.
 *
 * @param weights in the order of `weightShapes(spec)`.
 * @returns [rows, outputs], float32, after the last activation.
 */
export function addLayers(
  graph: Graph,
  spec: ModelSpec,
  weights: readonly Float32Array[],
  inputs: PreparedInputs,
): Value {
  const shapes = weightShapes(spec).map(({ shape }) => shape);
  let next = 0;
  const weight = (): Weight => {
    const at = next++;
    return { values: weights[at]!, shape: shapes[at]! };
  };
  let at = inputs.images ?? (inputs.words === null ? inputs.numbers : null);
  for (const { layer, output } of layerShapes(spec)) {
    at = addLayer(graph, layer, at, { inputs, weight, output, vocabulary: spec.text?.vocabulary ?? 0 });
  }
  return at!;
}

interface Weight {
  values: Float32Array;
  shape: number[];
}

interface Context {
  inputs: PreparedInputs;
  weight: () => Weight;
  /** Shape of a row behind the layer. */
  output: readonly number[];
  vocabulary: number;
}

/** @param at what comes out of the layer before; null where words go in. */
function addLayer(graph: Graph, layer: Layer, at: Value | null, context: Context): Value {
  const { inputs, weight, output } = context;
  const constant = ({ values, shape }: Weight) => graph.floats(values, shape);
  switch (layer.kind) {
    case 'dense': {
      const z = at === null ? addWords(graph, context) : graph.node('MatMul', [at, constant(weight())]);
      return addActivation(graph, graph.node('Add', [z, constant(weight())]), layer.activation);
    }
    case 'dropout':
      return at!;
    case 'activation':
      return addActivation(graph, at!, layer.activation);
    case 'flatten':
      return graph.node('Reshape', [at!, graph.integers([-1, sizeOf(output)])]);
    case 'conv2d': {
      const z = convolve(graph, at!, filtersFirst(weight()), layer, 1);
      return addActivation(graph, graph.node('Add', [z, constant(weight())]), layer.activation);
    }
    case 'separable-conv2d': {
      const each = weight();
      const channels = each.shape[2]!;
      const filtered = convolve(graph, at!, channelsFirst(each), layer, channels);
      const z = graph.node('MatMul', [filtered, mixing(graph, weight())]);
      return addActivation(graph, graph.node('Add', [z, constant(weight())]), layer.activation);
    }
    case 'max-pooling':
    case 'average-pooling': {
      const windows = { kernel_shape: [POOL_SIZE, POOL_SIZE], strides: [POOL_SIZE, POOL_SIZE] };
      return ofPictures(graph, at!, (pictures) =>
        graph.node(layer.kind === 'max-pooling' ? 'MaxPool' : 'AveragePool', [pictures], windows),
      );
    }
    case 'global-average-pooling':
      return graph.node('ReduceMean', [at!], { axes: [1, 2], keepdims: 0 });
    case 'batch-normalization':
      return normalize(graph, at!, weight(), weight(), weight(), weight());
    case 'embedding':
      return embed(graph, layer, inputs.words!, weight(), context);
    case 'concatenate': {
      const { branch } = layer;
      if (branch === undefined) return graph.node('Concat', [at!, inputs.numbers!], { axis: 1 });
      const z = graph.node('MatMul', [inputs.numbers!, constant(weight())]);
      const own = addActivation(graph, graph.node('Add', [z, constant(weight())]), 'relu');
      return graph.node('Concat', [at!, own], { axis: 1 });
    }
  }
}

function addActivation(graph: Graph, value: Value, name: 'relu' | 'linear' | 'sigmoid' | 'softmax'): Value {
  switch (name) {
    case 'linear':
      return value;
    case 'relu':
      return graph.node('Relu', [value]);
    case 'sigmoid':
      return graph.node('Sigmoid', [value]);
    case 'softmax':
      return graph.node('Softmax', [value], { axis: 1 });
  }
}

/**
 * The sum of the kernel's rows of a text's words, and the product of the numbers beside it with the other rows, of which there are
 * none where numbers are joined later.
 */
function addWords(graph: Graph, { inputs, weight, vocabulary }: Context): Value {
  const { values, shape } = weight();
  const units = shape[1]!;
  // Behind the last word stands a row of zeros, which padding looks up.
  const ofWords = new Float32Array((vocabulary + 1) * units);
  ofWords.set(values.subarray(0, vocabulary * units));
  const looked = graph.node('Gather', [graph.floats(ofWords, [vocabulary + 1, units]), inputs.words!], { axis: 0 });
  const sum = graph.node('ReduceSum', [looked, graph.integers([1])], { keepdims: 0 });
  if (inputs.numbers === null || shape[0] === vocabulary) return sum;
  const beside = graph.floats(values.slice(vocabulary * units), [shape[0]! - vocabulary, units]);
  return graph.node('Add', [sum, graph.node('MatMul', [inputs.numbers, beside])]);
}

function embed(
  graph: Graph,
  layer: Extract<Layer, { kind: 'embedding' }>,
  words: Value,
  { values, shape }: Weight,
  { vocabulary }: Context,
): Value {
  const vectors = (of: Float32Array) => graph.floats(of, shape);
  if (layer.pooling === 'flatten') {
    const looked = graph.node('Gather', [vectors(values), words], { axis: 0 });
    return graph.node('Reshape', [looked, graph.integers([-1, layer.length * layer.dimensions])]);
  }
  const withoutPadding = values.slice();
  withoutPadding.fill(0, vocabulary * layer.dimensions);
  const looked = graph.node('Gather', [vectors(withoutPadding), words], { axis: 0 });
  const sum = graph.node('ReduceSum', [looked, graph.integers([1])], { keepdims: 0 });
  const isWord = graph.cast(graph.node('Less', [words, graph.integers([vocabulary], [])]), 'float');
  const count = graph.node('ReduceSum', [isWord, graph.integers([1])], { keepdims: 1 });
  return graph.node('Div', [sum, graph.node('Max', [count, graph.float(1)])]);
}

/** ONNX has channels before height and width, and Stepwell behind them. */
function ofPictures(graph: Graph, value: Value, make: (pictures: Value) => Value): Value {
  const pictures = graph.node('Transpose', [value], { perm: [0, 3, 1, 2] });
  return graph.node('Transpose', [make(pictures)], { perm: [0, 2, 3, 1] });
}

function convolve(
  graph: Graph,
  value: Value,
  kernel: Weight,
  { kernelSize, padding }: { kernelSize: number; padding: 'valid' | 'same' },
  group: number,
): Value {
  const before = padding === 'same' ? Math.floor((kernelSize - 1) / 2) : 0;
  const behind = padding === 'same' ? kernelSize - 1 - before : 0;
  return ofPictures(graph, value, (pictures) =>
    graph.node('Conv', [pictures, graph.floats(kernel.values, kernel.shape)], {
      kernel_shape: [kernelSize, kernelSize],
      pads: [before, before, behind, behind],
      group,
    }),
  );
}

/** [height, width, channels, filters] as [filters, channels, height, width]. */
function filtersFirst({ values, shape }: Weight): Weight {
  const [height = 0, width = 0, channels = 0, filters = 0] = shape;
  const moved = new Float32Array(values.length);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        for (let f = 0; f < filters; f++) moved[((f * channels + c) * height + y) * width + x] = values[at++]!;
      }
    }
  }
  return { values: moved, shape: [filters, channels, height, width] };
}

/** [height, width, channels, 1] as [channels, 1, height, width]: a filter for each channel. */
function channelsFirst({ values, shape: [height, width, channels] }: Weight): Weight {
  return filtersFirst({ values, shape: [height!, width!, 1, channels!] });
}

/** [1, 1, channels, filters] as a matrix. */
function mixing(graph: Graph, { values, shape }: Weight): Value {
  return graph.floats(values, shape.slice(2));
}

/** By one factor and one shift a channel. */
function normalize(graph: Graph, value: Value, gamma: Weight, beta: Weight, mean: Weight, variance: Weight): Value {
  const factors = gamma.values.map((one, c) => one / Math.sqrt(variance.values[c]! + NORMALIZATION.epsilon));
  const centred = graph.node('Sub', [value, graph.floats(mean.values, mean.shape)]);
  const scaled = graph.node('Mul', [centred, graph.floats(factors, gamma.shape)]);
  return graph.node('Add', [scaled, graph.floats(beta.values, beta.shape)]);
}
