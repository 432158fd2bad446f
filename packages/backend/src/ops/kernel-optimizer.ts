import * as tf from '@tensorflow/tfjs';
import { BackendError } from '../backend-error.ts';
import { shapeText } from '../kernels/kernel-context.ts';
import { encodeOptimizer, OPTIMIZER_NUMBERS, slotsPerWeight, type OptimizerSettings } from '../optimizer-settings.ts';
import type { StartedBackend } from '../started-backend.ts';

type Gradients = Parameters<tf.Optimizer['applyGradients']>[0] | Record<string, tf.Tensor>;
type NamedTensors = Awaited<ReturnType<tf.Optimizer['getWeights']>>;

/**
 * An optimizer for `tf.variableGrads` and tf.layers models that updates each variable and its slots in place, in one
 * pass of one kernel.
 */
export class KernelOptimizer extends tf.Optimizer {
  readonly #backend: StartedBackend;
  readonly #settings: OptimizerSettings;
  readonly #slots = new Map<string, { owner: tf.Variable; slots: tf.Variable[] }>();
  #updates = 0;

  /**
   * @param backend as `startBackend` gave it.
   * @throws {BackendError} `bad_option`.
   */
  constructor(backend: StartedBackend, settings: OptimizerSettings) {
    super();
    encodeOptimizer(settings);
    this.#backend = backend;
    this.#settings = settings;
  }

  static get className(): string {
    return 'StepwellKernelOptimizer';
  }

  /**
   * One update.
   *
   * @param gradients by the variables' names, as `tf.variableGrads` gives them, or in a list.
   * @throws {BackendError} `shape_mismatch` before anything is changed.
   */
  override applyGradients(gradients: Gradients): void {
    const list = Array.isArray(gradients)
      ? gradients.map(({ name, tensor }) => ({ name, tensor }))
      : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
    const steps = list.flatMap(({ name, tensor }) => {
      if (tensor === null || tensor === undefined) return [];
      const variable = tf.engine().registeredVariables[name];
      if (variable === undefined || variable.size !== tensor.size || tensor.dtype !== 'float32') {
        throw new BackendError(
          'shape_mismatch',
          `The optimizer was given a ${tensor.dtype} gradient of shape ${shapeText(tensor.shape)} for the variable ${name}, ${variable === undefined ? 'which is not registered' : `whose shape is ${shapeText(variable.shape)}`}.`,
        );
      }
      return [{ name, variable, tensor }];
    });
    for (const { name, variable, tensor } of steps) this.#update(name, variable, tensor);
    this.#updates++;
  }

  #update(name: string, variable: tf.Variable, gradient: tf.Tensor): void {
    const slots = this.#slotsOf(name, variable);
    // Another tensor may show the same values: it keeps the old ones.
    for (const own of [variable, ...slots]) {
      if (tf.backend().refCount(own.dataId) > 1) assignCopy(own, own);
    }
    const { heap, kernels, offsetOf } = this.#backend;
    const settings = heap.scratch(OPTIMIZER_NUMBERS * 8, "an optimizer's settings");
    new Float64Array(heap.memory.buffer, settings, OPTIMIZER_NUMBERS).set(encodeOptimizer(this.#settings));
    const [slot0 = 0, slot1 = 0] = slots.map(offsetOf);
    const at = offsetOf(variable);
    kernels.optimize(settings, this.#updates, variable.size, at, offsetOf(gradient), slot0, slot1, 0, 0);
  }

  #slotsOf(name: string, variable: tf.Variable): tf.Variable[] {
    const kept = this.#slots.get(name);
    if (kept?.owner === variable && kept.slots.every((slot) => !slot.isDisposed)) return kept.slots;
    // Another variable has come under the name: it starts afresh.
    if (kept !== undefined) tf.dispose(kept.slots);
    const slots = Array.from({ length: slotsPerWeight(this.#settings) }, () =>
      tf.tidy(() => tf.variable(tf.zeros(variable.shape), false)),
    );
    this.#slots.set(name, { owner: variable, slots });
    return slots;
  }

  /** @returns how many updates there were, then the slots by variable: what `setWeights` takes. */
  override async getWeights(): Promise<NamedTensors> {
    const slots = [...this.#slots].flatMap(([name, { slots: tensors }]) =>
      tensors.map((tensor, i): NamedTensors[number] => ({ name: `${name}/slot-${i}`, tensor })),
    );
    return [{ name: 'updates', tensor: tf.scalar(this.#updates, 'int32') }, ...slots];
  }

  override async setWeights(weights: NamedTensors): Promise<void> {
    for (const { name, tensor } of weights) {
      if (name === 'updates') {
        this.#updates = (await tensor.data())[0] ?? 0;
        continue;
      }
      const [, owner, index] = /^(.*)\/slot-(\d)$/.exec(name) ?? [];
      const variable = tf.engine().registeredVariables[owner ?? ''];
      if (owner === undefined || variable === undefined) continue;
      const slot = this.#slotsOf(owner, variable)[Number(index)];
      if (slot !== undefined) assignCopy(slot, tensor);
    }
  }

  override getConfig(): ReturnType<tf.Optimizer['getConfig']> {
    return { ...this.#settings };
  }

  override dispose(): void {
    for (const { slots } of this.#slots.values()) tf.dispose(slots);
    this.#slots.clear();
    this.#updates = 0;
  }
}

/** Gives a variable values of its own. */
function assignCopy(variable: tf.Variable, values: tf.Tensor): void {
  const copy = tf.tidy(() => tf.mul(values, 1));
  variable.assign(copy);
  copy.dispose();
}
