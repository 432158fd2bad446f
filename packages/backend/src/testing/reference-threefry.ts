/** Threefry4x32-20 as its paper writes it, word by word: the reference for the kernel. */
const ROTATIONS = [
  [10, 26],
  [11, 21],
  [13, 27],
  [23, 5],
  [6, 20],
  [17, 11],
  [25, 10],
  [18, 20],
] as const;

type Words = [number, number, number, number];

export function referenceThreefry(key: ArrayLike<number>, counter: Readonly<Words>): Words {
  const words = [0, 1, 2, 3].map((i) => key[i]! | 0);
  const keys = [...words, words.reduce((all, word) => all ^ word, 0x1bd11bda)];
  const [c0, c1, c2, c3] = counter;
  const x: Words = [(c0 + keys[0]!) | 0, (c1 + keys[1]!) | 0, (c2 + keys[2]!) | 0, (c3 + keys[3]!) | 0];
  for (let round = 0; round < 20; round++) {
    const [first, second] = ROTATIONS[round % 8]!;
    const [b, d] = round % 2 === 0 ? ([1, 3] as const) : ([3, 1] as const);
    x[0] = (x[0] + x[b]) | 0;
    x[b] = rotate(x[b], first) ^ x[0];
    x[2] = (x[2] + x[d]) | 0;
    x[d] = rotate(x[d], second) ^ x[2];
    if (round % 4 === 3) {
      const injection = (round + 1) / 4;
      for (let i = 0; i < 4; i++) x[i] = (x[i]! + keys[(injection + i) % 5]! + (i === 3 ? injection : 0)) | 0;
    }
  }
  return [x[0] >>> 0, x[1] >>> 0, x[2] >>> 0, x[3] >>> 0];
}

/** Inverted dropout masks by the reference: element e is word e mod 16 of sixteen, four counters at a time. */
export function referenceMask(
  key: ArrayLike<number>,
  layer: number,
  position: number,
  count: number,
  rate: number,
): Float64Array {
  return Float64Array.from({ length: count }, (_, e) => {
    const lane = e % 4;
    const word = Math.floor((e % 16) / 4);
    const drawn = referenceThreefry(key, [Math.floor(e / 16) * 4 + lane, layer, position, 0])[word]!;
    return drawn < Math.fround(rate) * 2 ** 32 ? 0 : 1 / (1 - rate);
  });
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
