/**
 * A curve smoothed by a parabola fitted around each point, near ones weighing more (tricube weights). It keeps the place
 * of a minimum, which a moving average shifts towards the flatter side. At the ends the window is cut.
 *
 * @param values [n], evenly spaced.
 * @param reach how many neighbours on each side count, at least 2.
 * @returns [n].
 * @see Cleveland: Robust locally weighted regression and smoothing scatterplots (1979), degree 2, not iterated
 */
export function localQuadratic(values: number[], reach: number): number[] {
  return values.map((_, center) => {
    const first = Math.max(0, center - reach);
    const last = Math.min(values.length - 1, center + reach);
    const width = Math.max(center - first, last - center) + 1;
    // Moments of the distances to the centre, and of the values: the normal equations of a + b d + c d².
    let [m0, m1, m2, m3, m4, v0, v1, v2] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let i = first; i <= last; i++) {
      const distance = i - center;
      const share = Math.abs(distance) / width;
      const tricube = 1 - share * share * share;
      const weight = tricube * tricube * tricube;
      const square = distance * distance;
      const value = values[i]!;
      m0 += weight;
      m1 += weight * distance;
      m2 += weight * square;
      m3 += weight * square * distance;
      m4 += weight * square * square;
      v0 += weight * value;
      v1 += weight * distance * value;
      v2 += weight * square * value;
    }
    // By Cramer's rule; fewer than three points settle no parabola, and their mean is taken.
    const a = m2 * m4 - m3 * m3;
    const b = m1 * m4 - m2 * m3;
    const c = m1 * m3 - m2 * m2;
    if (last - first < 2) return v0 / m0;
    return (v0 * a - v1 * b + v2 * c) / (m0 * a - m1 * b + m2 * c);
  });
}
