import { StepwellError } from '@stepwell/base/errors';
import { joinBytes } from '../bytes/join-bytes.ts';
import { tooLarge } from '../table/body-errors.ts';
import type { FileReading } from '../values/reading.ts';

/** Characters that are passed on at once, at least: readers look at their unfinished line again with every piece. */
const PIECE = 65_536;
/** Bytes that tell the encoding. */
const LOOKED_AT = 512;
/** Zero bytes that an UTF-16 text has at least, of all: those of ASCII characters. */
const ZERO_SHARE = 0.2;

/** What windows-1252 has between 0x80 and 0x9f; 0 for what it leaves open. */
const WINDOWS_1252 = [
  0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17d, 0, 0, 0x2018,
  0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0, 0x17e, 0x178,
] as const; // prettier-ignore

/** A text as it is decoded, and how. */
export interface DecodedText {
  /** The encoding's name: "utf-8", "utf-16le", "utf-16be", "windows-1252", or as asked. */
  encoding: string;
  /** Characters that could not be decoded so far, and were replaced. */
  replaced: number;
}

/** Decodes the next bytes of a text; the last call completes it. */
type Decode = (bytes: Uint8Array, isLast: boolean) => string;

/** @returns what a person should know about how a text was decoded, once it has been. */
export function encodingNotes({ encoding, replaced }: DecodedText): FileReading['notes'] {
  return [
    ...(encoding === 'utf-8' ? [] : [{ severity: 'info' as const, text: `The text is encoded as ${encoding}.` }]),
    ...(replaced === 0
      ? []
      : [{ severity: 'warn' as const, text: `${replaced} characters aren't valid ${encoding} and were replaced.` }]),
  ];
}

/**
 * Decodes bytes as text, in pieces of at least 65,536 characters but for the last. UTF-8 and UTF-16 are told by their marks or
 * their bytes; what isn't valid UTF-8 is Windows-1252.
 *
 * @param chunks the text's bytes.
 * @param asked the encoding's name, where it is known.
 * @param said filled in while the text is read.
 * @throws {StepwellError} `body_too_large`, `not_a_table` for zero bytes, or `unknown_encoding`.
 */
export async function* decodeText(
  chunks: AsyncIterable<Uint8Array>,
  asked: string | null,
  maxBytes: number,
  said: DecodedText,
): AsyncGenerator<string, void> {
  let held: Uint8Array[] | null = [];
  let decode: Decode = () => '';
  let bytes = 0;
  let piece = '';
  const begin = (first: readonly Uint8Array[]) => {
    const head = joinBytes(first);
    said.encoding = asked ?? encodingOf(head);
    decode = decoderOf(said);
    return head;
  };
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    if (held === null) {
      piece += decode(chunk, false);
    } else {
      held.push(chunk);
      if (bytes < LOOKED_AT) continue;
      const head = begin(held);
      piece += decode(head, false);
      held = null;
    }
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  const rest = held === null ? new Uint8Array(0) : begin(held);
  yield piece + decode(rest, true);
}

function encodingOf(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  let [even, odd] = [0, 0];
  for (let i = 0; i < head.length; i++) {
    if (head[i] !== 0) continue;
    if (i % 2 === 0) even++;
    else odd++;
  }
  const enough = Math.max(1, head.length * ZERO_SHARE);
  if (odd > enough && even * 10 < odd) return 'utf-16le';
  if (even > enough && odd * 10 < even) return 'utf-16be';
  return 'utf-8';
}

function decoderOf(said: DecodedText): Decode {
  const { encoding } = said;
  if (encoding === 'utf-8' || encoding === 'utf8') return utf8Decoder(said);
  if (encoding === 'windows-1252' || encoding === 'latin1' || encoding === 'iso-8859-1') {
    said.encoding = 'windows-1252';
    return (bytes) => fromWindows1252(bytes);
  }
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(encoding);
  } catch (cause) {
    throw new StepwellError(
      'unknown_encoding',
      `The encoding "${encoding.slice(0, 40)}" isn't known. Use utf-8, utf-16le, utf-16be or windows-1252, or save the file as UTF-8.`,
      { cause },
    );
  }
  return (bytes, isLast) => decoder.decode(bytes, { stream: !isLast });
}

/** UTF-8 until a byte says otherwise: in a text that was plain ASCII so far, the rest is then Windows-1252. */
function utf8Decoder(said: DecodedText): Decode {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
  const lenient = new TextDecoder('utf-8');
  let pending = new Uint8Array(0);
  let isAscii = true;
  return (bytes, isLast) => {
    const all = pending.byteLength === 0 ? bytes : joinBytes([pending, bytes]);
    if (said.encoding === 'windows-1252') return fromWindows1252(all);
    if (all.includes(0)) {
      throw new StepwellError(
        'not_a_table',
        "The file contains NUL bytes, so it isn't plain text, and it's none of the other formats. Export the table as CSV (UTF-8).",
      );
    }
    const end = isLast ? all.byteLength : completeUntil(all);
    const whole = all.subarray(0, end);
    try {
      const text = strict.decode(whole);
      if (isAscii && text.length !== whole.byteLength) isAscii = false;
      pending = all.slice(end);
      return text;
    } catch {
      pending = new Uint8Array(0);
      if (isAscii) {
        said.encoding = 'windows-1252';
        return fromWindows1252(all);
      }
      const text = lenient.decode(whole);
      pending = all.slice(end);
      said.replaced += text.split('\ufffd').length - 1;
      return text;
    }
  };
}

/** How many of the bytes are whole characters: a sequence that is cut off at the end waits for its rest. */
function completeUntil(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(4, bytes.byteLength); back++) {
    const byte = bytes[bytes.byteLength - back]!;
    if (byte < 0x80) return bytes.byteLength;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.byteLength - back : bytes.byteLength;
  }
  return bytes.byteLength;
}

/** Characters that are made at once. */
const AT_ONCE = 8_192;

function fromWindows1252(bytes: Uint8Array): string {
  let text = '';
  const codes = new Uint16Array(Math.min(AT_ONCE, bytes.byteLength));
  for (let start = 0; start < bytes.byteLength; start += AT_ONCE) {
    const count = Math.min(AT_ONCE, bytes.byteLength - start);
    for (let i = 0; i < count; i++) {
      const byte = bytes[start + i]!;
      codes[i] = byte >= 0x80 && byte < 0xa0 ? WINDOWS_1252[byte - 0x80] || byte : byte;
    }
    text += String.fromCharCode(...codes.subarray(0, count));
  }
  return text;
}
