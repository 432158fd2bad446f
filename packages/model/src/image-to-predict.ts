import { StepwellError } from '@stepwell/base/errors';
import { imageColumn, pixelsIn, type Table } from '@stepwell/data/table';
import type { Signature } from './signature.ts';

/**
 * One image as a row to predict.
 *
 * @param pixels [height, width, channels], uint8, of the size that the signature says.
 * @throws {StepwellError} `test_table_mismatch` if the model takes no images, or images of another size.
 */
export function imageToPredict(pixels: Uint8Array, columns: Signature): Table {
  const [of] = columns;
  if (of?.size == null || columns.length > 1) {
    throw new StepwellError('test_table_mismatch', 'This model takes no images. Send rows of its columns instead.');
  }
  const { height, width, channels } = of.size;
  if (pixels.length !== pixelsIn(of.size)) {
    throw new StepwellError(
      'test_table_mismatch',
      `The image has ${pixels.length} values, but the model takes ${width}×${height} pixels of ${channels}. Resize it first.`,
    );
  }
  return { rows: 1, columns: [imageColumn(of.name, 1, { height, width, channels }, [pixels])] };
}
