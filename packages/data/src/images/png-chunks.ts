import { crc32 } from '../bytes/crc32.ts';
import { viewOf } from '../bytes/view-of.ts';
import { corruptImage } from './image-errors.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** What the pixels are made from; of all else (profiles, texts, animations) nothing is read. */
const READ = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
const NOTHING = new Uint8Array(0);
const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const DEPTHS: Record<number, number[]> = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] };

/** The header of a PNG and the chunks needed to decode it. */
export interface PngParts {
  width: number;
  height: number;
  depth: number;
  /** 0 grey, 2 colour, 3 palette, 4 grey and alpha, 6 colour and alpha. */
  colorType: number;
  isInterlaced: boolean;
  /** Channels in the file. */
  channels: number;
  /** The colours of a palette, [colours, 3]; empty without one. */
  palette: Uint8Array;
  /** The chunk tRNS: the alpha of each colour of the palette, or the sample values that are transparent; empty without. */
  transparency: Uint8Array;
  /** The compressed pixels, in chunks. */
  packed: Uint8Array[];
}

/** @returns whether the first bytes are those of a PNG. */
export function isPng(start: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => start[i] === byte);
}

/**
 * Walks over the chunks of a PNG, checks them, and takes those that are needed.
 *
 * @param name what the image is called.
 * @throws {StepwellError} `corrupt_image` or `unsupported_image`.
 * @see https://www.w3.org/TR/png-3
 */
export function readPngChunks(bytes: Uint8Array, name: string): PngParts {
  const view = viewOf(bytes);
  const packed: Uint8Array[] = [];
  const chunks = new Map<string, Uint8Array>();
  for (let at = SIGNATURE.length; ;) {
    if (at + 12 > bytes.byteLength) throw corruptImage(name, 'it ends early');
    const length = view.getUint32(at, false);
    const end = at + 12 + length;
    const type = new TextDecoder('latin1').decode(bytes.subarray(at + 4, at + 8));
    if (end > bytes.byteLength) throw corruptImage(name, 'it ends early');
    if ((type === 'IHDR') !== (at === SIGNATURE.length)) throw corruptImage(name, 'its chunks are in another order');
    if (READ.has(type)) {
      if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4, false)) {
        throw corruptImage(name, `the checksum of its ${type} chunk is wrong`);
      }
      const body = bytes.subarray(at + 8, end - 4);
      if (type === 'IDAT') packed.push(body);
      else chunks.set(type, body);
    }
    if (type === 'IEND') break;
    at = end;
  }
  const head = readHead(chunks.get('IHDR') ?? NOTHING, name);
  const palette = chunks.get('PLTE') ?? NOTHING;
  const { length } = palette;
  const isPaletteFit = head.colorType !== 3 || (length > 0 && length <= 768 && length % 3 === 0);
  if (!isPaletteFit || packed.length === 0) throw corruptImage(name, 'it lacks colours or pixels');
  return { ...head, palette, transparency: chunks.get('tRNS') ?? NOTHING, packed };
}

function readHead(chunk: Uint8Array, name: string): Omit<PngParts, 'palette' | 'transparency' | 'packed'> {
  if (chunk.byteLength !== 13) throw corruptImage(name, 'its head has another length');
  const view = viewOf(chunk);
  const [width, height] = [view.getUint32(0, false), view.getUint32(4, false)];
  const [depth = 0, colorType = 0, compression, filter, interlace = 0] = chunk.subarray(8);
  const channels = CHANNELS[colorType];
  if (channels === undefined || DEPTHS[colorType]?.includes(depth) !== true || width === 0 || height === 0) {
    throw corruptImage(name, 'its head makes no sense');
  }
  if (compression !== 0 || filter !== 0 || interlace > 1) throw corruptImage(name, 'its head makes no sense');
  return { width, height, depth, colorType, isInterlaced: interlace === 1, channels };
}
