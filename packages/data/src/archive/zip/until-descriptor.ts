import type { ByteReader } from '../../bytes/byte-reader.ts';
import { viewOf } from '../../bytes/view-of.ts';
import type { EntrySizes } from './local-header.ts';

const SIGNATURE = 0x08074b50;
const SHORT = 16;
const LONG = 24;
/** A descriptor, and the signature of what follows. */
const LOOKED_AT = LONG + 4;
/** "PK", which every record begins with. */
const RECORD = 0x4b50;

/**
 * Passes the packed bytes of an entry on whose sizes were not known when it was begun. Where they end, a descriptor
 * says how many they were: one that agrees with the bytes counted so far is the real one.
 *
 * @param found is told what the descriptor says.
 * @throws {StepwellError} `corrupt_archive` when none comes.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3.9
 */
export async function* untilDescriptor(
  reader: ByteReader,
  found: (sizes: EntrySizes) => void,
): AsyncGenerator<Uint8Array, void> {
  let count = 0;
  for (;;) {
    const held = await reader.peek(LOOKED_AT);
    if (held.byteLength < LOOKED_AT) throw reader.endedEarly();
    const at = findSignature(held);
    const descriptor = at < 0 ? null : descriptorAt(held, at, count + at);
    // Without a signature, all but what may begin one; with a false one, that too.
    const passed = descriptor !== null ? at : at < 0 ? held.byteLength - LOOKED_AT + 1 : at + 1;
    count += passed;
    if (passed > 0) yield await reader.take(passed);
    if (descriptor === null) continue;
    await reader.skip(descriptor.length);
    return found(descriptor.sizes);
  }
}

/** @returns where the bytes of a signature are, with all that is looked at behind them; else -1. */
function findSignature(held: Uint8Array): number {
  const view = viewOf(held);
  const last = held.byteLength - LOOKED_AT;
  for (let at = held.indexOf(0x50); at >= 0 && at <= last; at = held.indexOf(0x50, at + 1)) {
    if (view.getUint32(at, true) === SIGNATURE) return at;
  }
  return -1;
}

function descriptorAt(held: Uint8Array, at: number, packed: number): { sizes: EntrySizes; length: number } | null {
  const view = viewOf(held);
  const crc = view.getUint32(at + 4, true);
  if (view.getUint32(at + 8, true) !== packed) return null;
  if (view.getUint16(at + SHORT, true) === RECORD) {
    return { sizes: { crc, packed, unpacked: view.getUint32(at + 12, true) }, length: SHORT };
  }
  if (view.getUint16(at + LONG, true) !== RECORD) return null;
  return { sizes: { crc, packed, unpacked: Number(view.getBigUint64(at + 16, true)) }, length: LONG };
}
