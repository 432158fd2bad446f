/**
 * Threefry4x32 with twenty rounds: four random words from a key and a counter, nothing in between.
 *
 * @see Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3 (2011)
 */

const PARITY: i32 = 0x1bd11bda;

/** The key that all calls use until another is set. */
let key0: i32 = 0;
let key1: i32 = 0;
let key2: i32 = 0;
let key3: i32 = 0;
let key4: i32 = PARITY;

export function setKey(k0: i32, k1: i32, k2: i32, k3: i32): void {
  key0 = k0;
  key1 = k1;
  key2 = k2;
  key3 = k3;
  key4 = PARITY ^ k0 ^ k1 ^ k2 ^ k3;
}

// @ts-ignore: decorator
@inline
function keyAt(i: i32): i32 {
  const at = i % 5;
  return at == 0 ? key0 : at == 1 ? key1 : at == 2 ? key2 : at == 3 ? key3 : key4;
}

// @ts-ignore: decorator
@inline
function rotate(x: v128, bits: i32): v128 {
  return v128.or(i32x4.shl(x, bits), i32x4.shr_u(x, 32 - bits));
}

/** The first bits of the rotations, round by round modulo 8; the second ones below. */
// @ts-ignore: decorator
@inline
function firstBits(round: i32): i32 {
  const at = round & 7;
  return at == 0 ? 10 : at == 1 ? 11 : at == 2 ? 13 : at == 3 ? 23 : at == 4 ? 6 : at == 5 ? 17 : at == 6 ? 25 : 18;
}

// @ts-ignore: decorator
@inline
function secondBits(round: i32): i32 {
  const at = round & 7;
  return at == 0 ? 26 : at == 1 ? 21 : at == 2 ? 27 : at == 3 ? 5 : at == 4 ? 20 : at == 5 ? 11 : at == 6 ? 10 : 20;
}

/**
 * Sixteen words: those of the counters `(c0 … c0 + 3, c1, c2, c3)`. Words `4 w … 4 w + 3` are word w of the four.
 *
 * @param to 64 bytes.
 */
export function threefry4(c0: i32, c1: i32, c2: i32, c3: i32, to: usize): void {
  let x0 = i32x4.add(i32x4.add(i32x4.splat(c0), i32x4(0, 1, 2, 3)), i32x4.splat(key0));
  let x1 = i32x4.add(i32x4.splat(c1), i32x4.splat(key1));
  let x2 = i32x4.add(i32x4.splat(c2), i32x4.splat(key2));
  let x3 = i32x4.add(i32x4.splat(c3), i32x4.splat(key3));
  for (let round = 0; round < 20; round += 2) {
    x0 = i32x4.add(x0, x1);
    x1 = v128.xor(rotate(x1, firstBits(round)), x0);
    x2 = i32x4.add(x2, x3);
    x3 = v128.xor(rotate(x3, secondBits(round)), x2);
    x0 = i32x4.add(x0, x3);
    x3 = v128.xor(rotate(x3, firstBits(round + 1)), x0);
    x2 = i32x4.add(x2, x1);
    x1 = v128.xor(rotate(x1, secondBits(round + 1)), x2);
    if ((round & 3) == 2) {
      const injection = (round >> 2) + 1;
      x0 = i32x4.add(x0, i32x4.splat(keyAt(injection)));
      x1 = i32x4.add(x1, i32x4.splat(keyAt(injection + 1)));
      x2 = i32x4.add(x2, i32x4.splat(keyAt(injection + 2)));
      x3 = i32x4.add(x3, i32x4.splat(keyAt(injection + 3) + injection));
    }
  }
  v128.store(to, x0);
  v128.store(to, x1, 16);
  v128.store(to, x2, 32);
  v128.store(to, x3, 48);
}
