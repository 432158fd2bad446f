import { generator } from '@stepwell/base/random';

/**
 * Runs an operation of storage that may fail at three places: before it has begun, while it is under way (nobody waits
 * for what comes of it), and after it was done and nobody is told.
 */
export type Injector = <T>(operation: () => Promise<T>) => Promise<T>;

/**
 * @param probability that one operation fails, asked before each.
 * @param salt makes other faults of the same probability.
 */
export function injector(probability: () => number, salt: string): Injector {
  const dice = generator(1, 'faults', salt);
  return async (operation) => {
    if (dice.uniform() >= probability()) return operation();
    switch (dice.below(3)) {
      case 0:
        throw new Error('injected before');
      case 1:
        operation().catch(() => {});
        throw new Error('injected during');
      default:
        await operation();
        throw new Error('injected after');
    }
  };
}
