const STEPS = [1, 2, 5];
const FEW = 3;
const MAX_COLUMNS = 6;

/**
 * Few, round ticks for a logarithmic axis: powers of ten over many decades, then 1, 2 and 5 times them, then round steps
 * as on a linear axis.
 *
 * @param min of the axis, positive.
 * @param max of the axis, above `min`.
 */
export function logTicks(min: number, max: number): number[] {
  const powers = multiples([1], min, max);
  if (powers.length >= FEW) {
    const every = Math.ceil(powers.length / MAX_COLUMNS);
    return powers.filter((_, i) => i % every === 0);
  }
  const finer = multiples(STEPS, min, max);
  return finer.length >= FEW ? finer : roundSteps(min, max);
}

function multiples(factors: number[], min: number, max: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(min)); power <= Math.ceil(Math.log10(max)); power++) {
    for (const factor of factors) {
      const tick = Number(`${factor}e${power}`);
      if (tick >= min && tick <= max) ticks.push(tick);
    }
  }
  return ticks;
}

function roundSteps(min: number, max: number): number[] {
  const rough = (max - min) / FEW;
  const power = Math.floor(Math.log10(rough));
  const step = Number(`${STEPS.findLast((factor) => factor * 10 ** power <= rough) ?? 1}e${power}`);
  const ticks: number[] = [];
  for (let i = Math.ceil(min / step); i * step <= max; i++) ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}
