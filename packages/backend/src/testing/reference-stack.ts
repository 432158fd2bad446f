import type { DenseStackOptions } from '../dense-stack/options.ts';
import type { OptimizerSettings } from '../optimizer-settings.ts';
import { referenceMask } from './reference-threefry.ts';

/** A stack trained in float64 by loops that follow the textbook: the reference for the kernel. */
export class ReferenceStack {
  readonly weights: Float64Array[];
  readonly slots: Float64Array[];
  readonly #options: DenseStackOptions;

  constructor(options: DenseStackOptions, weights: readonly Float32Array[]) {
    this.#options = options;
    this.weights = weights.map((weight) => Float64Array.from(weight));
    this.slots = [0, 1].flatMap(() => this.weights.map((weight) => new Float64Array(weight.length)));
  }

  /** One minibatch of dense rows; targets as the kernel takes them. Returns the mean loss. */
  step(x: number[][], y: number[][], position: number): number {
    const { layers } = this.#options;
    const masks = new Map<number, Float64Array>();
    const values: number[][][] = [x];
    let weight = 0;
    layers.forEach((layer, index) => {
      const input = values.at(-1)!;
      if (layer.kind === 'dropout') {
        const width = input[0]!.length;
        const mask = referenceMask(
          this.#options.dropoutKey ?? [0, 0, 0, 0],
          index,
          position,
          input.length * width,
          layer.rate,
        );
        masks.set(index, mask);
        values.push(input.map((row, r) => row.map((value, j) => value * mask[r * width + j]!)));
        return;
      }
      const kernel = this.weights[weight++]!;
      const bias = this.weights[weight++]!;
      const z = input.map((row) => affine(row, kernel, bias));
      values.push(
        index === layers.length - 1 ? z : z.map((row) => row.map((value) => hidden(layer.activation, value))),
      );
    });
    const { losses, delta } = this.#loss(values.at(-1)!, y);
    this.#backward(values, masks, delta, position);
    return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  }

  #loss(z: number[][], y: number[][]): { losses: number[]; delta: number[][] } {
    const rows = z.length;
    const losses: number[] = [];
    const delta = z.map((logits, r) => {
      const columns = logits.length;
      const target = y[r]!;
      switch (this.#options.loss) {
        case 'categorical-crossentropy': {
          const largest = Math.max(...logits);
          const powers = logits.map((value) => Math.exp(value - largest));
          const total = powers.reduce((sum, value) => sum + value, 0);
          losses.push(largest + Math.log(total) - logits[target[0]!]!);
          return powers.map((value, j) => (value / total - (j === target[0] ? 1 : 0)) / rows);
        }
        case 'binary-crossentropy': {
          const p = logits.map((value) => 1 / (1 + Math.exp(-value)));
          const each = p.map((value, j) => -(target[j]! * Math.log(value) + (1 - target[j]!) * Math.log(1 - value)));
          losses.push(each.reduce((sum, value) => sum + value, 0) / columns);
          return p.map((value, j) => (value - target[j]!) / columns / rows);
        }
        case 'mean-squared-error':
          losses.push(logits.reduce((sum, value, j) => sum + (value - target[j]!) ** 2, 0) / columns);
          return logits.map((value, j) => (2 * (value - target[j]!)) / columns / rows);
        case 'mean-absolute-error':
          losses.push(logits.reduce((sum, value, j) => sum + Math.abs(value - target[j]!), 0) / columns);
          return logits.map((value, j) => Math.sign(value - target[j]!) / columns / rows);
      }
    });
    return { losses, delta };
  }

  #backward(values: number[][][], masks: Map<number, Float64Array>, last: number[][], position: number): void {
    const { layers, optimizer } = this.#options;
    let delta = last;
    let weight = this.weights.length;
    const updates: (() => void)[] = [];
    for (let index = layers.length - 1; index >= 0; index--) {
      const layer = layers[index]!;
      if (layer.kind === 'dropout') {
        const mask = masks.get(index)!;
        delta = delta.map((row, r) => row.map((value, j) => value * mask[r * row.length + j]!));
        continue;
      }
      const output = values[index + 1]!;
      if (index < layers.length - 1) {
        delta = delta.map((row, r) => row.map((value, j) => value * slope(layer.activation, output[r]![j]!)));
      }
      weight -= 2;
      const at = weight;
      const kernel = this.weights[at]!;
      const input = values[index]!;
      const units = output[0]!.length;
      const kernelGradient = Float64Array.from(kernel, (value, i) => {
        const [from, to] = [Math.floor(i / units), i % units];
        const data = input.reduce((sum, row, r) => sum + row[from]! * delta[r]![to]!, 0);
        return data + 2 * (layer.l2 ?? 0) * value + (layer.l1 ?? 0) * Math.sign(value);
      });
      const biasGradient = Float64Array.from({ length: units }, (_, j) => delta.reduce((sum, row) => sum + row[j]!, 0));
      const below = delta;
      delta = input.map((row, r) =>
        row.map((_, from) => below[r]!.reduce((sum, value, to) => sum + value * kernel[from * units + to]!, 0)),
      );
      updates.push(() => {
        this.#update(optimizer, at, kernelGradient, position);
        this.#update(optimizer, at + 1, biasGradient, position);
      });
    }
    updates.forEach((update) => update());
  }

  #update(settings: OptimizerSettings, at: number, gradient: Float64Array, position: number): void {
    const weight = this.weights[at]!;
    const slot0 = this.slots[at]!;
    const slot1 = this.slots[this.weights.length + at]!;
    gradient.forEach((g, i) => {
      switch (settings.name) {
        case 'rmsprop': {
          const { rho = 0.9, momentum = 0, epsilon = 1e-7, learningRate } = settings;
          slot0[i] = rho * slot0[i]! + (1 - rho) * g * g;
          slot1[i] = momentum * slot1[i]! + (learningRate * g) / Math.sqrt(slot0[i] + epsilon);
          weight[i]! -= slot1[i];
          return;
        }
        case 'adam': {
          const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, learningRate } = settings;
          slot0[i] = beta1 * slot0[i]! + (1 - beta1) * g;
          slot1[i] = beta2 * slot1[i]! + (1 - beta2) * g * g;
          const t = position + 1;
          const alpha = (learningRate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
          weight[i]! -= (alpha * slot0[i]) / (Math.sqrt(slot1[i]) + epsilon);
          return;
        }
        case 'sgd': {
          const { momentum = 0, nesterov = false, learningRate } = settings;
          slot0[i] = momentum * slot0[i]! - learningRate * g;
          weight[i]! += nesterov ? momentum * slot0[i] - learningRate * g : slot0[i];
        }
      }
    });
  }
}

function affine(row: number[], kernel: Float64Array, bias: Float64Array): number[] {
  const units = bias.length;
  return Array.from(bias, (b, j) => row.reduce((sum, value, i) => sum + value * kernel[i * units + j]!, b));
}

function hidden(activation: string, value: number): number {
  if (activation === 'relu') return Math.max(value, 0);
  if (activation === 'sigmoid') return 1 / (1 + Math.exp(-value));
  return activation === 'tanh' ? Math.tanh(value) : value;
}

/** The activation's derivative, told by its output. */
function slope(activation: string, output: number): number {
  if (activation === 'relu') return output > 0 ? 1 : 0;
  if (activation === 'sigmoid') return output * (1 - output);
  return activation === 'tanh' ? 1 - output * output : 1;
}
