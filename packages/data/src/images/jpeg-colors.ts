import { unsupportedImage } from './image-errors.ts';

/** What the components of a JPEG are. */
export type JpegColors = 'grey' | 'ycc' | 'rgb' | 'cmyk' | 'ycck';

/** What a JPEG's segments say about its colours. */
export interface JpegMarks {
  isJfif: boolean;
  /** The transform of Adobe's segment: 0 none, 1 YCbCr, 2 YCCK; null without such a segment. */
  adobe: number | null;
}

const RGB = [0x52, 0x47, 0x42];

/**
 * Tells what the components are, by the rules of libjpeg. Four components are read where Adobe's segment says how their
 * inks are stored; without it nobody knows whether 0 is all ink or none.
 *
 * @param components their identifiers.
 * @throws {StepwellError} `unsupported_image`.
 * @see https://github.com/libjpeg-turbo/libjpeg-turbo/blob/main/src/jdapimin.c: default_decompress_parms
 */
export function colorsOf(components: Uint8Array, { isJfif, adobe }: JpegMarks, name: string): JpegColors {
  if (components.length === 1) return 'grey';
  if (components.length === 4) {
    if (adobe === null) throw unsupportedImage(name, "is a CMYK JPEG that doesn't say how its inks are stored");
    return adobe === 0 ? 'cmyk' : 'ycck';
  }
  if (isJfif) return 'ycc';
  if (adobe !== null) return adobe === 0 ? 'rgb' : 'ycc';
  return RGB.every((id, i) => components[i] === id) ? 'rgb' : 'ycc';
}
