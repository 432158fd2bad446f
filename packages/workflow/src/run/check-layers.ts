import { StepwellError } from '@stepwell/base/errors';
import type { Definition } from '../stages/define/index.ts';
import { isOfText, type ColumnPreparation } from '../training/preparation/index.ts';
import { branchesOf } from './branches-of.ts';
import type { ModelChoices } from '../question/index.ts';

/**
 * Checks that the inputs have the kind that the layers need.
 *
 * @throws {StepwellError} `layer_mismatch`.
 */
export function checkLayers(
  { inputs }: Pick<Definition, 'inputs'>,
  preparation: ColumnPreparation[],
  { embedding, convolution, branch }: ModelChoices,
): void {
  if (embedding !== undefined && !preparation.some(({ steps }) => isOfText(steps))) {
    throw new StepwellError(
      'layer_mismatch',
      'An embedding needs text, but no input is text. Leave the embedding out, or prepare a category column as sequences.',
    );
  }
  if (branch !== undefined && branch > 0 && branchesOf(preparation) === null) {
    throw new StepwellError(
      'layer_mismatch',
      'A layer of their own is for columns beside images or texts, but the inputs are not both. Leave the branch out.',
    );
  }
  if (convolution !== undefined && !inputs.some(({ kind }) => kind === 'image')) {
    throw new StepwellError(
      'layer_mismatch',
      'A convolution needs images, but no input has any. Leave the convolution out, or use images.',
    );
  }
}
