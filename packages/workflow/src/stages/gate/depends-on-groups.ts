import type { GroupCheck } from './gate.ts';

/** Whether most of the gain on random rows comes from having seen other rows of the same group. */
export function dependsOnGroups({ groupedCi, groupedGain, randomGain, randomCi }: GroupCheck): boolean {
  return randomCi[0] > 0 && groupedGain < randomGain / 2 && groupedCi[0] <= 0;
}
