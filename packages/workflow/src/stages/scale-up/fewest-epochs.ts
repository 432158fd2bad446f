import type { Config } from '../../training/architecture/index.ts';

/** Fewest minibatches of a fit whose learning rate falls. */
const FEWEST_MINIBATCHES = 600;
const FEWEST_OF_CONVNETS = 400;

/** @returns the epochs that the fewest minibatches take, of a fit with so many in an epoch. */
export function fewestEpochs({ convolution }: Pick<Config, 'convolution'>, batches: number): number {
  return Math.ceil((convolution === undefined ? FEWEST_MINIBATCHES : FEWEST_OF_CONVNETS) / batches);
}
