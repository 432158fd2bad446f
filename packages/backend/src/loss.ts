/** What the last activation is trained on: sigmoid on the first, softmax on the second, linear on the others. */
export type StackLoss =
  | 'binary-crossentropy'
  | 'categorical-crossentropy'
  | 'mean-squared-error'
  | 'mean-absolute-error';

/** Codes of the losses in assembly/losses/losses.ts. */
export const LOSS_CODES: Readonly<Record<StackLoss, number>> = {
  'binary-crossentropy': 0,
  'categorical-crossentropy': 1,
  'mean-squared-error': 2,
  'mean-absolute-error': 3,
};
