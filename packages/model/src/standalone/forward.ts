import { pixelsAt } from '@stepwell/data/table';
import {
  NORMALIZATION,
  numbersBeside,
  sizeOf,
  type IdRows,
  type Inputs,
  type ModelSpec,
} from '@stepwell/workflow/training';

type Layer = ModelSpec['layers'][number];

/** Rows between two layers: [rows, …shape], row-major. */
interface Values {
  shape: number[];
  values: Float32Array;
}

/** Rows that are computed at once. */
const AT_ONCE = 256;

/**
 * Runs rows through a model in plain JavaScript, without TensorFlow.js or WebAssembly. Sums are float64 and layers float32, so results
 * are those of the trained model within float32's rounding.
 *
 * @param weights in the order of `weightShapes(spec)`.
 * @param x prepared rows.
 * @returns [rows, outputs] after the last activation.
 */
export function forward(spec: ModelSpec, weights: readonly Float32Array[], x: Inputs, rows: number): Float32Array {
  const parts: Float32Array[] = [];
  for (let from = 0; from < rows; from += AT_ONCE) {
    parts.push(forwardRows(spec, weights, x, from, Math.min(rows, from + AT_ONCE)));
  }
  const outputs = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    outputs.set(part, at);
    at += part.length;
  }
  return outputs;
}

function forwardRows(
  spec: ModelSpec,
  weights: readonly Float32Array[],
  x: Inputs,
  from: number,
  to: number,
): Float32Array {
  const rows = to - from;
  let next = 0;
  const weight = () => weights[next++]!;
  let at = firstValues(spec, x, from, to);
  for (const layer of spec.layers) at = apply(layer, at, { spec, x, from, rows, weight });
  return at!.values;
}

interface Walk {
  spec: ModelSpec;
  x: Inputs;
  from: number;
  rows: number;
  weight: () => Float32Array;
}

/** What goes into the first layer; null for words, which it looks up. */
function firstValues({ inputs, image }: ModelSpec, x: Inputs, from: number, to: number): Values | null {
  if (x.kind === 'numbers') return { shape: [inputs], values: x.values.subarray(from * inputs, to * inputs) };
  if (x.kind !== 'images') return null;
  const shape = [image!.height, image!.width, image!.channels];
  const size = sizeOf(shape);
  const values = new Float32Array((to - from) * size);
  for (let row = from; row < to; row++) {
    pixelsAt(x.images, row).forEach((byte, i) => (values[(row - from) * size + i] = byte * x.images.scale));
  }
  return { shape, values };
}

function apply(layer: Layer, at: Values | null, walk: Walk): Values {
  const { rows, weight } = walk;
  switch (layer.kind) {
    case 'dense': {
      const { units } = layer;
      const z =
        at === null ? hotProduct(walk, weight(), units) : product(at.values, rows, at.shape[0]!, weight(), units);
      return activate({ shape: [units], values: addBias(z, weight()) }, layer.activation);
    }
    case 'dropout':
      return at!;
    case 'flatten':
      return { shape: [sizeOf(at!.shape)], values: at!.values };
    case 'activation':
      return activate(at!, layer.activation);
    case 'conv2d': {
      const z = convolve(at!, rows, weight(), layer.kernelSize, layer.filters, layer.padding);
      return activate({ ...z, values: addBias(z.values, weight()) }, layer.activation);
    }
    case 'separable-conv2d': {
      const filtered = convolveChannels(at!, rows, weight(), layer.kernelSize, layer.padding);
      const z = convolve(filtered, rows, weight(), 1, layer.filters, 'valid');
      return activate({ ...z, values: addBias(z.values, weight()) }, layer.activation);
    }
    case 'max-pooling':
    case 'average-pooling':
      return pool(at!, rows, layer.kind === 'max-pooling');
    case 'global-average-pooling':
      return meanOfPixels(at!, rows);
    case 'batch-normalization':
      return normalize(at!, weight(), weight(), weight(), weight());
    case 'embedding':
      return embed(layer, walk, weight());
    case 'concatenate':
      return beside(at!, layer.branch, walk);
  }
}

/** Height, width and channels of a picture. */
function threeOf([height = 0, width = 0, channels = 0]: number[]): [number, number, number] {
  return [height, width, channels];
}

/** [rows, width] times [width, units]. */
function product(values: Float32Array, rows: number, width: number, kernel: Float32Array, units: number): Float32Array {
  const sums = new Float64Array(units);
  const out = new Float32Array(rows * units);
  for (let row = 0; row < rows; row++) {
    sums.fill(0);
    for (let i = 0; i < width; i++) {
      const value = values[row * width + i]!;
      if (value === 0) continue;
      for (let unit = 0; unit < units; unit++) sums[unit]! += value * kernel[i * units + unit]!;
    }
    out.set(sums, row * units);
  }
  return out;
}

/** Words as ones, and the numbers beside them, times a kernel whose first rows are the words'. */
function hotProduct({ x, from, rows }: Walk, kernel: Float32Array, units: number): Float32Array {
  if (x.kind !== 'multi-hot') throw new TypeError(`a dense layer was given rows of ${x.kind}`);
  const { hot, numbers } = x;
  const width = kernel.length / units - hot.vocabulary;
  const sums = new Float64Array(units);
  const out = new Float32Array(rows * units);
  for (let row = 0; row < rows; row++) {
    sums.fill(0);
    for (let at = hot.start[from + row]!; at < hot.start[from + row + 1]!; at++) {
      for (let unit = 0; unit < units; unit++) sums[unit]! += kernel[hot.ids[at]! * units + unit]!;
    }
    for (let i = 0; i < width; i++) {
      const value = numbers?.[(from + row) * width + i] ?? 0;
      for (let unit = 0; unit < units; unit++) sums[unit]! += value * kernel[(hot.vocabulary + i) * units + unit]!;
    }
    out.set(sums, row * units);
  }
  return out;
}

function addBias(values: Float32Array, bias: Float32Array): Float32Array {
  return values.map((value, i) => value + bias[i % bias.length]!);
}

function activate({ shape, values }: Values, activation: 'relu' | 'linear' | 'sigmoid' | 'softmax'): Values {
  switch (activation) {
    case 'linear':
      return { shape, values };
    case 'relu':
      return { shape, values: values.map((value) => (value < 0 ? 0 : value)) };
    case 'sigmoid':
      return { shape, values: values.map((value) => 1 / (1 + Math.exp(-value))) };
    case 'softmax': {
      const width = shape[0]!;
      const out = new Float32Array(values.length);
      for (let from = 0; from < values.length; from += width) {
        const row = Float64Array.from(values.subarray(from, from + width));
        const most = row.reduce((largest, value) => Math.max(largest, value), -Infinity);
        const powers = row.map((value) => Math.exp(value - most));
        const sum = powers.reduce((total, power) => total + power, 0);
        out.set(
          powers.map((power) => power / sum),
          from,
        );
      }
      return { shape, values: out };
    }
  }
}

/** Where windows begin: before the first pixel by half of what sticks out, as TensorFlow pads. */
function windows(side: number, window: number, padding: 'valid' | 'same'): { count: number; first: number } {
  return padding === 'valid'
    ? { count: side - window + 1, first: 0 }
    : { count: side, first: -Math.floor((window - 1) / 2) };
}

/** @param kernel [size, size, channels, filters]. */
function convolve(
  { shape, values }: Values,
  rows: number,
  kernel: Float32Array,
  size: number,
  filters: number,
  padding: 'valid' | 'same',
): Values {
  const [height, width, channels] = threeOf(shape);
  const [down, across] = [windows(height, size, padding), windows(width, size, padding)];
  const out = new Float32Array(rows * down.count * across.count * filters);
  const sums = new Float64Array(filters);
  for (let row = 0; row < rows; row++) {
    for (let y = 0; y < down.count; y++) {
      for (let x = 0; x < across.count; x++) {
        sums.fill(0);
        for (let ky = 0; ky < size; ky++) {
          const py = y + down.first + ky;
          if (py < 0 || py >= height) continue;
          for (let kx = 0; kx < size; kx++) {
            const px = x + across.first + kx;
            if (px < 0 || px >= width) continue;
            for (let c = 0; c < channels; c++) {
              const value = values[((row * height + py) * width + px) * channels + c]!;
              if (value === 0) continue;
              const of = ((ky * size + kx) * channels + c) * filters;
              for (let f = 0; f < filters; f++) sums[f]! += value * kernel[of + f]!;
            }
          }
        }
        out.set(sums, ((row * down.count + y) * across.count + x) * filters);
      }
    }
  }
  return { shape: [down.count, across.count, filters], values: out };
}

/** A filter for each channel by itself. @param kernel [size, size, channels, 1]. */
function convolveChannels(
  { shape, values }: Values,
  rows: number,
  kernel: Float32Array,
  size: number,
  padding: 'valid' | 'same',
): Values {
  const [height, width, channels] = threeOf(shape);
  const [down, across] = [windows(height, size, padding), windows(width, size, padding)];
  const out = new Float32Array(rows * down.count * across.count * channels);
  for (let row = 0; row < rows; row++) {
    for (let y = 0; y < down.count; y++) {
      for (let x = 0; x < across.count; x++) {
        for (let c = 0; c < channels; c++) {
          let sum = 0;
          for (let ky = 0; ky < size; ky++) {
            const py = y + down.first + ky;
            for (let kx = 0; kx < size; kx++) {
              const px = x + across.first + kx;
              if (py < 0 || py >= height || px < 0 || px >= width) continue;
              sum +=
                values[((row * height + py) * width + px) * channels + c]! * kernel[(ky * size + kx) * channels + c]!;
            }
          }
          out[((row * down.count + y) * across.count + x) * channels + c] = sum;
        }
      }
    }
  }
  return { shape: [down.count, across.count, channels], values: out };
}

/** Windows of 2 × 2, one beside the other; what is left over at the edges is left out. */
function pool({ shape, values }: Values, rows: number, isMost: boolean): Values {
  const [height, width, channels] = threeOf(shape);
  const [high, wide] = [Math.floor(height / 2), Math.floor(width / 2)];
  const out = new Float32Array(rows * high * wide * channels);
  const valueAt = (row: number, y: number, x: number, c: number) =>
    values[((row * height + y) * width + x) * channels + c]!;
  for (let row = 0; row < rows; row++) {
    for (let y = 0; y < high; y++) {
      for (let x = 0; x < wide; x++) {
        for (let c = 0; c < channels; c++) {
          const four = [0, 1].flatMap((dy) => [0, 1].map((dx) => valueAt(row, 2 * y + dy, 2 * x + dx, c)));
          out[((row * high + y) * wide + x) * channels + c] = isMost
            ? Math.max(...four)
            : four.reduce((sum, value) => sum + value, 0) / four.length;
        }
      }
    }
  }
  return { shape: [high, wide, channels], values: out };
}

function meanOfPixels({ shape, values }: Values, rows: number): Values {
  const channels = shape.at(-1)!;
  const pixels = sizeOf(shape) / channels;
  const out = new Float32Array(rows * channels);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (let pixel = 0; pixel < pixels; pixel++) sum += values[(row * pixels + pixel) * channels + c]!;
      out[row * channels + c] = sum / pixels;
    }
  }
  return { shape: [channels], values: out };
}

function normalize(
  { shape, values }: Values,
  gamma: Float32Array,
  beta: Float32Array,
  mean: Float32Array,
  variance: Float32Array,
): Values {
  const channels = gamma.length;
  const factors = Float64Array.from(gamma, (value, c) => value / Math.sqrt(variance[c]! + NORMALIZATION.epsilon));
  return {
    shape,
    values: values.map((value, i) => (value - mean[i % channels]!) * factors[i % channels]! + beta[i % channels]!),
  };
}

/** @param vectors [vocabulary + 1, dimensions]: the last is that of the padding. */
function embed(layer: Extract<Layer, { kind: 'embedding' }>, { x, from, rows }: Walk, vectors: Float32Array): Values {
  if (x.kind !== 'sequences') throw new TypeError(`an embedding was given rows of ${x.kind}`);
  const { dimensions, length, pooling } = layer;
  const take = (row: number) => idsOf(x.words, from + row);
  if (pooling === 'average') {
    const out = new Float32Array(rows * dimensions);
    for (let row = 0; row < rows; row++) {
      const ids = take(row);
      for (let d = 0; d < dimensions; d++) {
        let sum = 0;
        for (const id of ids) sum += vectors[id * dimensions + d]!;
        out[row * dimensions + d] = sum / Math.max(1, ids.length);
      }
    }
    return { shape: [dimensions], values: out };
  }
  const out = new Float32Array(rows * length * dimensions);
  for (let row = 0; row < rows; row++) {
    const ids = take(row).slice(-length);
    for (let i = 0; i < length; i++) {
      const id = ids[i - (length - ids.length)] ?? x.words.vocabulary;
      out.set(vectors.subarray(id * dimensions, (id + 1) * dimensions), (row * length + i) * dimensions);
    }
  }
  return { shape: [length * dimensions], values: out };
}

function idsOf({ start, ids }: IdRows, row: number): number[] {
  return Array.from(ids.subarray(start[row], start[row + 1]));
}

/** Puts the numbers that stand beside a text or an image behind what has become of it. */
function beside(
  { shape, values }: Values,
  branch: Extract<Layer, { kind: 'concatenate' }>['branch'],
  { spec, x, from, rows, weight }: Walk,
): Values {
  const given = numbersBeside(spec);
  const numbers = 'numbers' in x ? x.numbers : null;
  if (numbers === null) throw new TypeError('there are no numbers beside the text or image');
  const some = numbers.subarray(from * given, (from + rows) * given);
  const joined =
    branch === undefined
      ? { shape: [given], values: some }
      : activate(
          { shape: [branch.units], values: addBias(product(some, rows, given, weight(), branch.units), weight()) },
          'relu',
        );
  const [width, more] = [shape[0]!, joined.shape[0]!];
  const out = new Float32Array(rows * (width + more));
  for (let row = 0; row < rows; row++) {
    out.set(values.subarray(row * width, (row + 1) * width), row * (width + more));
    out.set(joined.values.subarray(row * more, (row + 1) * more), row * (width + more) + width);
  }
  return { shape: [width + more], values: out };
}
