const STEPS = [1, 2, 5, 10];

/**
 * Few, round ticks: multiples of 1, 2 or 5 times a power of ten.
 *
 * @param most how many there may be at most.
 * @param least the smallest step; 1 for what is counted.
 * @returns the ticks from `low` to `high`, in order.
 */
export function roundTicks(low: number, high: number, most: number, least = 0): number[] {
  const rough = Math.max(least, (high - low) / most);
  if (!(rough > 0) || !Number.isFinite(rough)) return [low];
  const power = Math.floor(Math.log10(rough));
  const step = Math.max(
    least,
    STEPS.map((factor) => Number(`${factor}e${power}`)).find((candidate) => candidate >= rough * (1 - 1e-9)) ?? rough,
  );
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high * (1 + 1e-12); i++) {
    ticks.push(Number((i * step).toPrecision(12)));
  }
  return ticks;
}
