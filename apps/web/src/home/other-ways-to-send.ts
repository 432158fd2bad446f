import { ApiError } from '../api/api-error.ts';
import { text } from '../text.ts';
import type { ReadFileAs } from '../upload/send.ts';

/** How a file was sent. */
export interface SentAs {
  /** The share of the rows; null for all. */
  share: number | null;
  reading: ReadFileAs;
}

/** Another way to send a file, which the person can agree to. */
export interface Offer extends SentAs {
  label: string;
}

/** The longer side of images, in pixels, where they are resized. */
const MOST_SIDE = 64;

/** Errors of a file that may be read another way. */
const READ_OTHERWISE = new Set<string>([
  'too_few_columns',
  'ragged_rows',
  'empty_table',
  'not_a_table',
  'cell_too_long',
  'unknown_encoding',
  'invalid_request',
]);

/** @returns whether options for reading the file may help. */
export function mayBeReadOtherwise(error: unknown): boolean {
  return error instanceof ApiError && READ_OTHERWISE.has(error.code);
}

/** @returns what can be done about a file that was refused, if the person agrees; null where there is nothing. */
export function offerFor(error: unknown, { share, reading }: SentAs): Offer | null {
  if (!(error instanceof ApiError)) return null;
  switch (error.code) {
    case 'dataset_too_large': {
      // A sample doesn't help if the file can't be unpacked at all.
      const half = (share ?? 1) / 2;
      return { label: text.upload.sample(half), share: half, reading };
    }
    case 'ragged_rows':
      return { label: text.reading.skip, share, reading: { ...reading, misfits: 'skip' } };
    case 'image_sizes_differ': {
      const [width, height] = sizeFor(error.details);
      return { label: text.upload.resize(width, height), share, reading: { ...reading, resize: `${width}x${height}` } };
    }
    default:
      return null;
  }
}

/** The size of the first image, made smaller where it is large. */
function sizeFor(details: Readonly<Record<string, unknown>>): [number, number] {
  const { expected } = details;
  const [width, height] = Array.isArray(expected) ? expected.map(Number) : [];
  if (width === undefined || height === undefined || !(width > 0 && height > 0)) return [MOST_SIDE, MOST_SIDE];
  const scale = Math.min(1, MOST_SIDE / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}
