import type { ImageColumn } from '../../table/index.ts';
import type { ByteReader } from '../../bytes/byte-reader.ts';
import { imageLayout } from '../../images/image-layout.ts';
import { PixelNumbers } from '../../images/pixel-numbers.ts';
import { readPixels } from '../../images/read-pixels.ts';
import type { UploadLimits } from '../../upload/limits.ts';
import { info, type Note } from '../../upload/notes.ts';
import { unsupported } from './array-errors.ts';
import type { NumberType } from './dtype.ts';
import type { NpyHeader } from './npy-header.ts';

/**
 * Reads an array of images, of bytes or of numbers within 0 to 1 or 0 to 255.
 *
 * @param type of the values; null if they are no numbers.
 * @param notes what was assumed is added to them.
 * @throws {StepwellError} `unsupported_array` for another shape or range, and what `readPixels` throws.
 */
export async function readImages(
  reader: ByteReader,
  role: 'x' | 'y',
  header: NpyHeader,
  type: NumberType | null,
  name: string,
  limits: UploadLimits,
  notes: Note[],
): Promise<ImageColumn> {
  const [rows = 0, ...shape] = header.shape;
  const layout = imageLayout(shape);
  if (role === 'y' || layout === null || type === null) {
    throw unsupported(
      name,
      header,
      'expected inputs [rows, columns], images [rows, height, width] or [rows, height, width, 1 or 3], or targets [rows] or [rows, columns]',
    );
  }
  if (header.fortranOrder) throw unsupported(name, header, 'images must be in C order: use numpy.ascontiguousarray');
  const isBytes = /^[|<=>]u1$/.test(header.descr);
  const numbers = isBytes ? null : new PixelNumbers(type, (value) => outOfRange(name, header, type, value));
  const column = await readPixels(reader, rows, layout, name, limits, numbers);
  if (numbers?.isScaled === true) {
    notes.push(info(`The pixels of "${name}" lie between 0 and 1, so they were multiplied by 255 and rounded.`));
  } else if (type.kind === 'float') {
    notes.push(info(`The pixels of "${name}" lie between 0 and 255 and were rounded to whole numbers.`));
  }
  if (layout.channelsFirst) {
    notes.push(info(`The channels of "${name}" come first, [${header.shape.join(', ')}], and were moved to the end.`));
  }
  return column;
}

function outOfRange(name: string, header: NpyHeader, { kind }: NumberType, value: number) {
  const allowed = kind === 'integer' ? 'from 0 to 255' : 'from 0 to 1 or from 0 to 255';
  return unsupported(
    name,
    header,
    `the pixels of images must lie ${allowed}, but one is ${value}. Scale them, then use .astype("uint8"), and multiply by 255 first if they end at 1`,
  );
}
