import { StepwellError } from '@stepwell/base/errors';
import type { Definition } from '../stages/define/index.ts';
import { isOfText, type ColumnPreparation } from '../training/preparation/index.ts';
import type { ModelChoices } from '../question/index.ts';

/**
 * Refuses layers that the inputs can't be given to.
 *
 * @throws {StepwellError} `layer_mismatch`.
 */
export function checkLayers(
  { inputs }: Pick<Definition, 'inputs'>,
  preparation: ColumnPreparation[],
  { embedding, convolution }: ModelChoices,
): void {
  if (embedding !== undefined && !preparation.some(({ steps }) => isOfText(steps))) {
    throw new StepwellError(
      'layer_mismatch',
      'An embedding takes words, and no input holds texts. Leave the embedding out, or prepare a column of names as sequences.',
    );
  }
  if (convolution !== undefined && !inputs.some(({ kind }) => kind === 'image')) {
    throw new StepwellError(
      'layer_mismatch',
      'A convolution takes images, and no input holds any. Leave the convolution out, or bring images.',
    );
  }
}
