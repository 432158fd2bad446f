import { asText } from '@stepwell/data/table';
import type { Part } from '../rows/index.ts';
import { columnOf, imagesNamed } from './fit-preparation.ts';
import { imagesOf } from './images.ts';
import type { Inputs, InputShape } from './inputs.ts';
import type { FittedPreparation } from './preparation.ts';
import { transform } from './transform.ts';
import { wordsToIds } from './words-to-ids.ts';

/**
 * Rows as a model takes them: numbers, or words or images with numbers beside them.
 *
 * @param rows [n], int32: positions in `part`.
 * @throws {StepwellError} `unknown_column` or `test_table_mismatch` when the table has other columns.
 */
export function transformRows(fitted: FittedPreparation, part: Part, rows: Int32Array): Inputs {
  const { text, image, width } = fitted;
  if (text === null && image === null) return { kind: 'numbers', values: transform(fitted, part, rows) };
  const numbers = width === 0 ? null : transform(fitted, part, rows);
  if (image !== null) {
    return { kind: 'images', images: imagesOf(imagesNamed(part.table, image.column), rows, image.scale), numbers };
  }
  const columns = text!.columns.map((name) => asText(columnOf(part.table, name), part.table.rows));
  const ids = wordsToIds(columns, text!.words, rows, text!.form);
  return text!.form === 'multi-hot'
    ? { kind: 'multi-hot', hot: ids, numbers }
    : { kind: 'sequences', words: ids, numbers };
}

/** What a model must know of rows so prepared. */
export function inputShape({ width, text, image }: FittedPreparation, part: Part): InputShape {
  const size = image === null ? null : imagesNamed(part.table, image.column);
  return {
    numbers: width,
    vocabulary: text?.words.length ?? 0,
    image: size === null ? null : { height: size.height, width: size.width, channels: size.channels },
  };
}
