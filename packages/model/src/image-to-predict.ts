import { StepwellError } from '@stepwell/base/errors';
import { imageColumn, pixelsIn } from '@stepwell/data/table';
import { rowsOfJson, type JsonRow, type ReadRows } from './rows-of-json.ts';
import type { Signature } from './signature.ts';

/**
 * One image as a row to predict, with the cells of the columns beside it.
 *
 * @param pixels [height, width, channels], uint8, of the size that the signature says.
 * @param cells of the columns beside the image, as `rowsOfJson` takes them; those that lack are missing.
 * @throws {StepwellError} `test_table_mismatch` if the model takes no images, or images of another size.
 */
export function imageToPredict(pixels: Uint8Array, columns: Signature, cells: JsonRow = {}): ReadRows {
  const of = columns.find(({ kind }) => kind === 'image');
  if (of?.size == null) {
    throw new StepwellError('test_table_mismatch', 'This model takes no images. Send rows of its columns instead.');
  }
  const { height, width, channels } = of.size;
  if (pixels.length !== pixelsIn(of.size)) {
    throw new StepwellError(
      'test_table_mismatch',
      `The image has ${pixels.length} values, but the model takes ${width}×${height} pixels of ${channels}. Resize it first.`,
    );
  }
  const image = imageColumn(of.name, 1, { height, width, channels }, [pixels]);
  const others = columns.filter((column) => column !== of);
  const row = Object.fromEntries(others.map(({ name }) => [name, Object.hasOwn(cells, name) ? cells[name]! : null]));
  const beside = others.length === 0 ? null : rowsOfJson([row], others);
  return {
    table: { rows: 1, columns: [image, ...(beside?.table.columns ?? [])] },
    absent: beside?.absent ?? new Set(),
    unreadable: beside?.unreadable ?? new Map(),
  };
}
