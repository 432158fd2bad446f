/**
 * Numbers keys so that equal ones, and only those, have the same number. A table of open addresses, since a `Map` of
 * half a million keys takes seconds and tens of megabytes.
 *
 * @param keys [n], float64, none of them NaN.
 * @returns `numbers`: [n], int32, from 0 without a gap, in the order of their first key; `count`: how many different
 *   ones.
 */
export function numberKeys(keys: Float64Array): { numbers: Int32Array; count: number } {
  const { length } = keys;
  // At most half full. The smallest power of two, so that a mask does for a remainder.
  const capacity = 2 ** Math.ceil(Math.log2(2 * length + 1));
  const mask = capacity - 1;
  /** In each address, the first row of its key plus 1; 0 where it is free. */
  const firstRows = new Int32Array(capacity);
  const numbers = new Int32Array(length);
  const scratch = new Float64Array(1);
  const words = new Uint32Array(scratch.buffer);
  let count = 0;
  for (let row = 0; row < length; row++) {
    const key = keys[row]!;
    // 0 and -0 are one key with two spellings.
    scratch[0] = key + 0;
    let at = mix(words[0]!, words[1]!) & mask;
    let first = firstRows[at]!;
    while (first !== 0 && keys[first - 1] !== key) {
      at = (at + 1) & mask;
      first = firstRows[at]!;
    }
    if (first === 0) {
      firstRows[at] = row + 1;
      numbers[row] = count++;
    } else {
      numbers[row] = numbers[first - 1]!;
    }
  }
  return { numbers, count };
}

/** Spreads the bits of a float64 over 32: the finalizer of murmur3. */
function mix(low: number, high: number): number {
  let hash = low ^ Math.imul(high, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
