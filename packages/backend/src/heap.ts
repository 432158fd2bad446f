import { BackendError } from './backend-error.ts';
import type { Growth } from './growth.ts';

/** The heap that TensorFlow.js and our kernels share. All offsets are in bytes. */
export interface Heap {
  memory: WebAssembly.Memory;
  /** Bytes that the heap may grow to. */
  limit: number;
  /**
   * @param bytes at least 1.
   * @param forWhat names the kernel and its shapes in the error.
   * @returns a multiple of 16. Views on `memory.buffer` made before may be detached by growth.
   * @throws {BackendError} `heap_exhausted`.
   */
  allocate(bytes: number, forWhat: string): number;
  /** Gives back what `allocate` gave. */
  free(offset: number): void;
  /**
   * Runs `body` with a region of its own.
   *
   * @throws {BackendError} `heap_exhausted`.
   */
  borrow<T>(bytes: number, forWhat: string, body: (offset: number) => T): T;
  /**
   * One region for what a kernel needs while it runs, kept and reused from call to call.
   *
   * @returns a multiple of 16; the contents are anything, and last until the next call.
   * @throws {BackendError} `heap_exhausted`.
   */
  scratch(bytes: number, forWhat: string): number;
  /** Gives the scratch region back: it lies in the way of whatever wants most of the heap in one piece. */
  trim(): void;
}

/** Emscripten's allocator. */
export interface Allocator {
  _malloc(bytes: number): number;
  _free(offset: number): void;
}

const ALIGNMENT = 16;
/** What the bookkeeping of TensorFlow.js may grow the heap by beyond the limit. */
const RESERVE = 4 * 1024 * 1024;

/**
 * Puts `limit` and clear errors around the allocator, for TensorFlow.js's own tensors too.
 *
 * @param allocator changed in place: its `_malloc` throws where it returned 0.
 * @param growth what the limit is told to: tensors stay below it, everything else may go on to a reserve.
 */
export function openHeap(allocator: Allocator, memory: WebAssembly.Memory, limit: number, growth: Growth): Heap {
  growth.limit = limit + RESERVE;
  // The glue puts its functions in place when they are first called: only then can they be wrapped.
  allocator._free(allocator._malloc(ALIGNMENT));
  const malloc = allocator._malloc.bind(allocator);
  const free = allocator._free.bind(allocator);
  const allocateOrThrow = (bytes: number, forWhat: string): number => {
    growth.limit = limit;
    const possible = bytes >= 0 && bytes <= limit && !wrapsRound(bytes, memory);
    const offset = possible ? malloc(bytes) >>> 0 : 0;
    growth.limit = limit + RESERVE;
    if (offset === 0 && bytes !== 0) throw exhausted(bytes, forWhat, memory, limit);
    return offset;
  };
  allocator._malloc = (bytes) => allocateOrThrow(bytes, 'a tensor');
  // The allocator's own offset stands in the four bytes before an aligned one.
  const allocate = (bytes: number, forWhat: string): number => {
    const raw = allocateOrThrow(bytes + ALIGNMENT + 4, forWhat);
    const aligned = Math.ceil((raw + 4) / ALIGNMENT) * ALIGNMENT;
    new DataView(memory.buffer).setUint32(aligned - 4, raw, true);
    return aligned;
  };
  const release = (offset: number): void => {
    free(new DataView(memory.buffer).getUint32(offset - 4, true));
  };
  let scratchAt = 0;
  let scratchBytes = 0;
  const trim = (): void => {
    if (scratchAt !== 0) release(scratchAt);
    scratchAt = 0;
    scratchBytes = 0;
  };
  return {
    memory,
    limit,
    allocate,
    free: release,
    borrow(bytes, forWhat, body) {
      const offset = allocate(bytes, forWhat);
      try {
        return body(offset);
      } finally {
        release(offset);
      }
    },
    scratch(bytes, forWhat) {
      if (bytes >= 0 && bytes <= scratchBytes && scratchAt !== 0) return scratchAt;
      trim();
      scratchAt = allocate(bytes, forWhat);
      scratchBytes = bytes;
      return scratchAt;
    },
    trim,
  };
}

/**
 * Whether a request may lead the stock allocator past the end of all addresses. It takes requests of 2 GiB and more for
 * negative ones, and those that end behind 4 GiB for granted.
 */
function wrapsRound(bytes: number, memory: WebAssembly.Memory): boolean {
  return bytes >= 2 ** 31 && bytes + memory.buffer.byteLength > 2 ** 32;
}

function exhausted(bytes: number, forWhat: string, memory: WebAssembly.Memory, limit: number): BackendError {
  return new BackendError(
    'heap_exhausted',
    `The WebAssembly heap has no room for ${bytes} bytes (${forWhat}): it holds ${memory.buffer.byteLength} bytes and may grow to ${limit}. Use smaller batches or layers, dispose of tensors, or raise heapLimit in startBackend.`,
  );
}
