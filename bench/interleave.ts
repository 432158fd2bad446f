/** Something to be measured again and again. */
export interface Contender {
  measure(): Promise<number>;
}

const FIRST_COUNT = 2;
const WARM_UPS = 3;
const MOST = 2 ** 30;

/**
 * Measures contenders in turns, so that all of them meet the same hours of a shared machine. Each round begins with
 * another one.
 *
 * @returns for each contender one value a round.
 */
export async function interleave(contenders: readonly Contender[], rounds: number): Promise<number[][]> {
  const values = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < contenders.length; i++) {
      const at = (round + i) % contenders.length;
      values[at]!.push(await contenders[at]!.measure());
    }
  }
  return values;
}

/**
 * What one more repetition takes: the difference between a run of many and a run of one, so that whatever a run costs
 * beside its repetitions cancels. A Worker's own clock stands still.
 *
 * @param sliceMs how long a run of many shall take.
 * @param time milliseconds of a run of so many repetitions.
 */
export async function slope(sliceMs: number, time: (count: number) => Promise<number>): Promise<Contender> {
  let many = FIRST_COUNT;
  // The engine compiles better once code is hot: what is measured last is measured when it is.
  for (let warmUps = 0; warmUps < WARM_UPS;) {
    const one = await time(1);
    const more = (await time(many)) - one;
    if (more > sliceMs / 2) warmUps++;
    const wanted = Math.ceil((many * sliceMs) / Math.max(more, sliceMs / 20));
    const fits = more > sliceMs / 2 && more < 2 * sliceMs;
    if (!fits) many = Math.max(FIRST_COUNT, Math.min(MOST, wanted));
  }
  return {
    measure: async () => {
      // Half of the short runs before, half behind: a drift cancels.
      const before = await time(1);
      const long = await time(many);
      const behind = await time(1);
      return (long - (before + behind) / 2) / (many - 1);
    },
  };
}

/** @returns NaN for none. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** @returns the median over rounds of one contender's value over another's. */
export function medianRatio(above: readonly number[], below: readonly number[]): number {
  return median(above.map((value, i) => value / below[i]!));
}
