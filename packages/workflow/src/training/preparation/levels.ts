/**
 * Levels as a model learns which of them are reached: for each but the least, 1 if the row's is at least as great.
 *
 * @param codes [rows], the level of each row.
 * @returns [rows, levels - 1], float32.
 * @see Cheng, Wang, Pollastri: A neural network approach to ordinal regression (2008)
 */
export function levelsReached(codes: ArrayLike<number>, levels: number): Float32Array {
  const width = levels - 1;
  return Float32Array.from({ length: codes.length * width }, (_, i) =>
    codes[Math.floor(i / width)]! > i % width ? 1 : 0,
  );
}

/** The level of each row, from `levelsReached`. @returns [rows], float32. */
export function levelsOf(reached: Float32Array, levels: number): Float32Array {
  const width = levels - 1;
  const codes = new Float32Array(reached.length / width);
  reached.forEach((one, i) => {
    codes[Math.floor(i / width)]! += one;
  });
  return codes;
}

/**
 * Probabilities of levels from those of reaching them. A level can't be likelier to be reached than one below it: what a model says
 * otherwise is lowered to it.
 *
 * @param reached [rows, levels - 1], probabilities.
 * @returns [rows, levels], float64; each row sums to 1.
 */
export function probabilitiesOfLevels(reached: ArrayLike<number>, levels: number): Float64Array {
  const width = levels - 1;
  const rows = reached.length / width;
  const values = new Float64Array(rows * levels);
  for (let row = 0; row < rows; row++) {
    let above = 1;
    for (let level = 0; level < width; level++) {
      const next = Math.min(above, reached[row * width + level]!);
      values[row * levels + level] = above - next;
      above = next;
    }
    values[row * levels + width] = above;
  }
  return values;
}
