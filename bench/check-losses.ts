import { CHECKED_EPSILON, type BenchCase } from './cases.ts';
import { numbersOf } from './json.ts';
import { formsOf, stockCan, type Trainers } from './steps.ts';

const STEPS = 3;
const TOLERANCE = 1e-3;

/**
 * Trains a case by every trainer from the same weights on the same batch, so that no figure belongs to a wrong result.
 *
 * @throws {Error} when losses before, between and behind three steps differ by more than a thousandth.
 */
export async function checkLosses(one: BenchCase, { stock, ours, peers }: Trainers): Promise<void> {
  // The loss behind the last step is the one before the next.
  const request = { case: one.name, count: STEPS + 1 };
  const inWorker = { ...request, epsilon: CHECKED_EPSILON };
  const expected = numbersOf(await ours.ask('losses', inWorker), 'losses');
  const others = new Map<string, number[]>();
  if (stockCan(one)) others.set('stock', numbersOf(await stock.ask('losses', inWorker), 'losses'));
  for (const form of peers === null ? [] : formsOf(one)) {
    const behindTheRoot = Math.sqrt(CHECKED_EPSILON);
    others.set(`PyTorch ${form}`, await peers!.losses({ ...request, form, epsilon: behindTheRoot }));
  }
  for (const [name, losses] of others) {
    const agree =
      losses.length === STEPS + 1 &&
      expected.length === STEPS + 1 &&
      losses.every((loss, i) => Math.abs(loss - expected[i]!) <= TOLERANCE * Math.abs(expected[i]!));
    if (!agree) {
      throw new Error(
        `${one.name}: ours had the losses ${expected.join(', ')} and ${name} ${losses.join(', ')}; they must agree to ${TOLERANCE}.`,
      );
    }
  }
  console.log(
    `${one.name}: losses ${expected.map((loss) => loss.toFixed(4)).join(', ')} by ours, ${[...others.keys()].join(', ')}`,
  );
}
