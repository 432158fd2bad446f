/** A seeded random generator. Uses integer arithmetic only, so every engine gives the same numbers. */
export interface Generator {
  /** @returns an integer in [0, 2^32). */
  uint32(): number;
  /** @returns a number in [0, 1), a multiple of 2^-32. */
  uniform(): number;
  /** Fills an array with what as many calls of `uniform` would return, four times as fast. */
  uniforms(into: Float64Array): void;
  /** @returns an integer in [0, bound), each equally likely. `bound` is in [1, 2^32]. */
  below(bound: number): number;
}

/**
 * A stream keyed by `(seed, purpose, index)` and by nothing else: not by what was drawn before it.
 *
 * The key is hashed by 32-bit FNV-1a under four offsets with a murmur3 finalizer; the stream is xoshiro128**.
 *
 * @param seed the run's seed, a safe integer.
 * @param purpose what the numbers are for: `'weights'`, `'shuffle'`, `'dropout'`.
 * @param index which stream of that purpose, for example `'rung-2/fold-0/epoch-7'`.
 * @see Blackman, Vigna: Scrambled Linear Pseudorandom Number Generators (2021), https://prng.di.unimi.it
 */
export function generator(seed: number, purpose: string, index: string | number): Generator {
  const key = `${seed}\u0000${purpose}\u0000${index}`;
  return fromState([hash(key, 0), hash(key, 1), hash(key, 2), hash(key, 3)]);
}

/** The xoshiro128** stream from its four state words, which must not all be zero. */
export function fromState(words: readonly [number, number, number, number]): Generator {
  let [a, b, c, d] = words;
  if ((a | b | c | d) === 0) d = 1;
  const uint32 = () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  };
  return {
    uint32,
    uniform: () => uint32() / 4294967296,
    uniforms(into) {
      // The state in variables that no other function sees: only those stay in registers.
      let [s0, s1, s2, s3] = [a, b, c, d];
      for (let i = 0; i < into.length; i++) {
        into[i] = (Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0) / 4294967296;
        const shifted = s1 << 9;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = rotateLeft(s3, 11);
      }
      [a, b, c, d] = [s0, s1, s2, s3];
    },
    below(bound) {
      let draw = uint32();
      // Reject the uneven tail, so that no value is favoured. It is shorter than `bound`: few draws need its length.
      if (draw >= 4294967296 - bound) {
        const limit = 4294967296 - (4294967296 % bound);
        while (draw >= limit) draw = uint32();
      }
      // The remainder, exactly: quotients of 32-bit integers that differ are further apart than float64 rounds. `%` is slower.
      return draw - Math.floor(draw / bound) * bound;
    },
  };
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function hash(text: string, lane: number): number {
  let value = (0x811c9dc5 ^ Math.imul(lane + 1, 0x9e3779b1)) >>> 0;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
