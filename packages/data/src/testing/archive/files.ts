import { z } from 'zod';
import { StepwellError } from '@stepwell/base/errors';
import { joinBytes } from '../../bytes/join-bytes.ts';
import { streamOf } from '../streams.ts';
import { readUpload, UPLOAD_LIMITS, type Part, type Upload, type UploadLimits } from '../../archive/index.ts';

/** @returns the bytes that a fixture holds. */
export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** Reads a file as an upload that comes in chunks of `chunk` bytes. */
export function read(
  bytes: Uint8Array,
  {
    part = null,
    chunk = 65_536,
    sample,
    ...limits
  }: { part?: Part | null; chunk?: number; sample?: number } & Partial<UploadLimits> = {},
): Promise<Upload> {
  return readUpload(streamOf(bytes, [chunk]), { part, sample, limits: { ...UPLOAD_LIMITS, ...limits } });
}

/** @returns the code that reading the file fails with; null where it doesn't. */
export async function codeOf(bytes: Uint8Array, options?: Parameters<typeof read>[1]): Promise<string | null> {
  try {
    await read(bytes, options);
    return null;
  } catch (error) {
    if (error instanceof StepwellError) return error.code;
    throw error;
  }
}

/** @returns text as bytes. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** @returns the parts one behind the other; numbers are bytes. */
export function bytesOf(...parts: (string | number[] | Uint8Array)[]): Uint8Array {
  return joinBytes(parts.map((part) => (typeof part === 'string' ? utf8(part) : Uint8Array.from(part))));
}

/** What `images.py` wrote of an image. */
export const imageFixtures = z.record(
  z.string(),
  z.object({ file: z.string(), channels: z.number(), pixels: z.array(z.number()) }),
);
