import { generator } from '@stepwell/base/random';
import type { FoldLosses } from '../find-overfitting.ts';

/** Curves whose turn is known, or that have none. */
export interface CurveFamily {
  name: string;
  /** The epoch of the smallest noiseless validation loss, 1 for the first; null where it never turns. */
  turn: number | null;
  folds: FoldLosses[];
}

const SHAPES = ['valley', 'late rise', 'slow rise', 'sharp'] as const;
const LEVELS = ['falls on', 'levels off', 'falls slowly', 'level from the start'] as const;

/**
 * Families of loss curves with a known turn: falling exponentials plus a rise, whose minimum is found on a fine grid of
 * the noiseless curve. Noise has an independent part and one that lasts for some epochs, as minibatches make it.
 *
 * @param count how many.
 */
export function turningFamilies(count: number): CurveFamily[] {
  return Array.from({ length: count }, (_, i) => {
    const random = generator(41, 'test', `turning/${i}`);
    const between = (low: number, high: number) => low + (high - low) * random.uniform();
    const epochs = 24 + random.below(177);
    const fall = epochs * between(0.05, 0.16);
    const start = between(0.5, 2);
    const floor = between(0.2, 1) * start;
    const name = SHAPES[i % SHAPES.length]!;
    const begin = name === 'late rise' ? epochs * between(0.25, 0.4) : 0;
    const power = name === 'slow rise' ? 1 : name === 'sharp' ? 2 : 1.5;
    const height = start * between(0.5, 1.2);
    const clean = (epoch: number) =>
      floor + start * Math.exp(-epoch / fall) + height * (Math.max(0, epoch - begin) / epochs) ** power;
    let turn = 1;
    for (let epoch = 1; epoch <= epochs; epoch++) if (clean(epoch) < clean(turn)) turn = epoch;
    return { name: `${name}, ${epochs} epochs`, turn, folds: foldsOf(random, epochs, clean, start, fall) };
  }).filter(({ turn, folds }) => turn > 1 && turn <= folds[0]!.validationLoss.length * 0.75);
}

/** Families that never turn: they fall, level off, or are level from the start. */
export function levelFamilies(count: number): CurveFamily[] {
  return Array.from({ length: count }, (_, i) => {
    const random = generator(43, 'test', `level/${i}`);
    const between = (low: number, high: number) => low + (high - low) * random.uniform();
    const epochs = 24 + random.below(177);
    const name = LEVELS[i % LEVELS.length]!;
    const fall = epochs * (name === 'falls on' ? between(0.3, 0.6) : name === 'falls slowly' ? 2 : between(0.03, 0.1));
    const start = name === 'level from the start' ? 0 : between(0.5, 2);
    const floor = between(0.3, 1);
    const clean = (epoch: number) => floor + start * Math.exp(-epoch / fall);
    return { name: `${name}, ${epochs} epochs`, turn: null, folds: foldsOf(random, epochs, clean, 1, fall) };
  });
}

function foldsOf(
  random: ReturnType<typeof generator>,
  epochs: number,
  clean: (epoch: number) => number,
  start: number,
  fall: number,
): FoldLosses[] {
  const folds = [1, 3, 4, 5][random.below(4)]!;
  const noise = start * (0.005 + 0.02 * random.uniform());
  return Array.from({ length: folds }, () => {
    const offset = 0.1 * start * (random.uniform() - 0.5);
    let lasting = 0;
    const validationLoss = Array.from({ length: epochs }, (_, i) => {
      lasting = 0.6 * lasting + 0.5 * gaussian(random);
      return clean(i + 1) + offset + noise * (0.8 * gaussian(random) + lasting);
    });
    const trainLoss = Array.from(
      { length: epochs },
      (_, i) => start * (0.05 + Math.exp(-(i + 1) / (2 * fall))) + 0.002 * start * gaussian(random),
    );
    return { trainLoss, validationLoss };
  });
}

/** Nearly normal with standard deviation 1: twelve uniform draws, summed. */
function gaussian(random: ReturnType<typeof generator>): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random.uniform();
  return sum;
}
