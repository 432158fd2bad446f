import type { ByteReader } from '../../bytes/byte-reader.ts';
import { GrowingNumbers } from '../../bytes/growing-numbers.ts';
import { readItems } from '../../bytes/items.ts';
import { viewOf } from '../../bytes/view-of.ts';
import { countSampledRows, requireFitting, type UploadLimits } from '../../upload/limits.ts';
import type { NumberType } from './dtype.ts';

/** Numbers of an array with one or two dimensions. */
export interface NumberShape {
  rows: number;
  columns: number;
  /** Whether one column comes after the other, not one row. */
  fortranOrder: boolean;
}

/**
 * Reads an array's numbers column by column.
 *
 * @returns [columns] of [rows], float64.
 * @throws {StepwellError} `dataset_too_large` before anything is read, or `corrupt_archive`.
 */
export async function readNumbers(
  reader: ByteReader,
  { rows, columns, fortranOrder }: NumberShape,
  { itemBytes, read }: NumberType,
  limits: UploadLimits,
): Promise<Float64Array[]> {
  const { isSampled } = limits;
  const taken = countSampledRows(rows, columns * itemBytes, limits);
  requireFitting(taken * columns * 8, limits);
  const targets = Array.from({ length: columns }, () => new GrowingNumbers(taken));
  let row = 0;
  let column = 0;
  let place = 0;
  for await (const block of readItems(reader, rows * columns, itemBytes)) {
    const view = viewOf(block);
    for (let at = 0; at < block.byteLength; at += itemBytes) {
      const isTaken = isSampled === undefined || isSampled(row);
      if (isTaken) targets[column]!.set(place, read(view, at));
      if (fortranOrder) {
        if (isTaken) place++;
        if (++row === rows) {
          row = 0;
          place = 0;
          column++;
        }
      } else if (++column === columns) {
        if (isTaken) place++;
        column = 0;
        row++;
      }
    }
  }
  return targets.map((target) => target.finish());
}
