const STEPS = [1, 2, 5];

/**
 * Few, round ticks: multiples of 1, 2 or 5 times a power of ten, by the smallest such step that makes no more of them than
 * wanted.
 *
 * @param most how many there may be at most.
 * @param least the smallest step; 1 for what is counted.
 * @returns the ticks from `low` to `high`, in order.
 */
export function roundTicks(low: number, high: number, most: number, least = 0): number[] {
  const range = high - low;
  if (!(range > 0) || !Number.isFinite(range)) return [low];
  // A step of less than this share of the range would make too many.
  for (let power = Math.floor(Math.log10(range / (most + 1))); ; power++) {
    for (const factor of STEPS) {
      const step = Number(`${factor}e${power}`);
      if (step < least) continue;
      const first = Math.ceil(low / step - 1e-9);
      const count = Math.floor(high / step + 1e-9) - first + 1;
      if (count > most) continue;
      return Array.from({ length: Math.max(0, count) }, (_, i) => Number(((first + i) * step).toPrecision(12)));
    }
  }
}
