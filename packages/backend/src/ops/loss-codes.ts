import type { StackLoss } from '../dense-stack/options.ts';

/** Codes of the losses in assembly/losses/losses.ts. */
export const LOSS_CODES: Readonly<Record<StackLoss, number>> = {
  'binary-crossentropy': 0,
  'categorical-crossentropy': 1,
  'mean-squared-error': 2,
};
