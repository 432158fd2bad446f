import { setKey, threefry4 } from './threefry';

/**
 * An inverted dropout mask: 0 with probability `rate`, else 1 / (1 - rate).
 *
 * Element e of layer l at minibatch p is drawn from word e mod 16 of the Threefry counters `(4 ⌊e / 16⌋ …, l, p, 0)`:
 * by its place, whatever was drawn before.
 *
 * @param rate in [0, 1).
 * @param key four words, 16 bytes.
 * @param to `count` floats.
 * @param words 64 bytes of scratch.
 */
export function dropoutMask(
  count: i32,
  rate: f32,
  key: usize,
  layer: i32,
  position: i32,
  to: usize,
  words: usize,
): void {
  setKey(load<i32>(key), load<i32>(key, 4), load<i32>(key, 8), load<i32>(key, 12));
  // A word is dropped when it lies below rate · 2^32.
  const threshold = i32x4.splat(<i32>(<u32>(<f64>rate * 4294967296.0)));
  const kept = f32x4.splat(1 / (1 - rate));
  for (let from = 0; from < count; from += 16) {
    threefry4(from >> 2, layer, position, 0, words);
    const here = min(count - from, 16);
    for (let i = 0; i < 16; i += 4) {
      const mask = v128.and(i32x4.ge_u(v128.load(words + (i << 2)), threshold), kept);
      v128.store(words + (i << 2), mask);
    }
    memory.copy(to + (from << 2), words, here << 2);
  }
}
