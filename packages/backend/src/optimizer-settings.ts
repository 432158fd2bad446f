import { BackendError } from './backend-error.ts';

/** An optimizer in the terms and with the defaults of Keras, but for the learning rate, which is always told. */
export type OptimizerSettings =
  | { name: 'rmsprop'; learningRate: number; rho?: number; momentum?: number; epsilon?: number }
  | { name: 'adam'; learningRate: number; beta1?: number; beta2?: number; epsilon?: number }
  | { name: 'sgd'; learningRate: number; momentum?: number; nesterov?: boolean };

/** Float64s of an `Optimizer` in assembly/optimizers/optimize.ts. */
export const OPTIMIZER_NUMBERS = 7;

/**
 * @returns how many slots an optimizer keeps beside each weight: rmsprop mean squares, then moments if any; adam means,
 *   then mean squares; sgd velocities if any.
 */
export function slotsPerWeight(settings: OptimizerSettings): 0 | 1 | 2 {
  if (settings.name === 'adam') return 2;
  const moments = (settings.momentum ?? 0) > 0;
  if (settings.name === 'sgd') return moments ? 1 : 0;
  return moments ? 2 : 1;
}

/**
 * @returns the settings as the kernel reads them.
 * @throws {BackendError} `bad_option` when a number is out of its range.
 */
export function encodeOptimizer(settings: OptimizerSettings): Float64Array<ArrayBuffer> {
  const { learningRate } = settings;
  check(settings.name, 'learningRate', learningRate, learningRate > 0 && Number.isFinite(learningRate), 'above 0');
  switch (settings.name) {
    case 'rmsprop': {
      const { rho = 0.9, momentum = 0, epsilon = 1e-7 } = settings;
      checkShare('rmsprop', 'rho', rho);
      checkShare('rmsprop', 'momentum', momentum);
      check('rmsprop', 'epsilon', epsilon, epsilon >= 0, 'at least 0');
      return Float64Array.of(1, learningRate, rho, 0, momentum, epsilon, 0);
    }
    case 'adam': {
      const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = settings;
      checkShare('adam', 'beta1', beta1);
      checkShare('adam', 'beta2', beta2);
      check('adam', 'epsilon', epsilon, epsilon >= 0, 'at least 0');
      return Float64Array.of(2, learningRate, beta1, beta2, 0, epsilon, 0);
    }
    case 'sgd': {
      const { momentum = 0, nesterov = false } = settings;
      checkShare('sgd', 'momentum', momentum);
      return Float64Array.of(0, learningRate, 0, 0, momentum, 0, nesterov ? 1 : 0);
    }
  }
}

function checkShare(optimizer: string, option: string, value: number): void {
  check(optimizer, option, value, value >= 0 && value < 1, 'at least 0 and below 1');
}

function check(optimizer: string, option: string, value: number, fits: boolean, range: string): void {
  if (!fits) throw new BackendError('bad_option', `${optimizer} was given ${option} ${value}; it must be ${range}.`);
}
