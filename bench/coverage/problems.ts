import type { Predictions, Target } from '@stepwell/metrics';
import { generator, type Generator } from '@stepwell/base/random';

/** Rows of some columns and what is true of them: a class's code, or a number. */
export interface Rows {
  /** [n][columns]. */
  x: number[][];
  /** [n]. */
  y: number[];
}

/** A population that rows are drawn from, and a cheap model that is trained on some of them. */
export interface Problem {
  name: string;
  draw(random: Generator): { x: number[]; y: number };
  /** @returns the model's predictions for other rows. */
  train(rows: Rows): (x: number[][]) => Predictions;
  target(y: number[]): Target;
}

/** A standard normal number, by Box and Muller. */
export function normal(random: Generator): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
}

/** Draws `count` rows. */
export function drawRows(problem: Problem, count: number, random: Generator): Rows {
  const drawn = Array.from({ length: count }, () => problem.draw(random));
  return { x: drawn.map(({ x }) => x), y: drawn.map(({ y }) => y) };
}

/** Two classes; a `share` of the rows is of the second, whose two columns lie `apart` standard deviations off the first's. */
export function twoClasses(share: number, apart: number): Problem {
  return {
    name: `two classes, ${100 * share} % of the second, ${apart} apart`,
    draw(random) {
      const y = random.uniform() < share ? 1 : 0;
      return { x: [y * apart + normal(random), y * apart + normal(random)], y };
    },
    train: (rows) => nearestCentroid(rows, 2),
    target: (y) => ({ kind: 'classes', classes: ['first', 'second'], codes: Int32Array.from(y) }),
  };
}

/** Three classes, of half, three tenths and a fifth of the rows, at the corners of a triangle. */
export const THREE_CLASSES: Problem = {
  name: 'three classes',
  draw(random) {
    const u = random.uniform();
    const y = u < 0.5 ? 0 : u < 0.8 ? 1 : 2;
    const [a, b] = [
      [0, 0],
      [1.8, 0],
      [0.9, 1.6],
    ][y]!;
    return { x: [a! + normal(random), b! + normal(random)], y };
  },
  train: (rows) => nearestCentroid(rows, 3),
  target: (y) => ({ kind: 'classes', classes: ['a', 'b', 'c'], codes: Int32Array.from(y) }),
};

/** A number that grows with a column, and noise that is normal or, being exponential, skewed. */
export function number(noise: 'normal' | 'exponential'): Problem {
  return {
    name: `a number with ${noise} noise`,
    draw(random) {
      const x = normal(random);
      const error = noise === 'normal' ? normal(random) : -Math.log(1 - random.uniform()) - 1;
      return { x: [x], y: 1.5 * x + error };
    },
    train: leastSquares,
    target: (y) => ({ kind: 'number', width: 1, values: Float64Array.from(y) }),
  };
}

/** Probabilities from the squared distances to each class's mean, as of normal classes with unit variance, equally frequent. */
function nearestCentroid({ x, y }: Rows, numClasses: number): (x: number[][]) => Predictions {
  const centers = Array.from({ length: numClasses }, (_, code) => {
    const own = x.filter((__, row) => y[row] === code);
    return x[0]!.map((__, column) => own.reduce((sum, row) => sum + row[column]!, 0) / own.length);
  });
  return (other) => {
    const values = new Float64Array(other.length * numClasses);
    other.forEach((row, i) => {
      let sum = 0;
      for (let code = 0; code < numClasses; code++) {
        let distance = 0;
        for (let column = 0; column < row.length; column++) distance += (row[column]! - centers[code]![column]!) ** 2;
        sum += values[i * numClasses + code] = Math.exp(-distance / 2);
      }
      for (let code = 0; code < numClasses; code++) values[i * numClasses + code]! /= sum;
    });
    return { kind: 'probabilities', numClasses, values };
  };
}

/** A line through one column. */
function leastSquares({ x, y }: Rows): (x: number[][]) => Predictions {
  const n = y.length;
  const [meanX, meanY] = [x.reduce((sum, row) => sum + row[0]!, 0) / n, y.reduce((sum, value) => sum + value, 0) / n];
  let [both, square] = [0, 0];
  x.forEach((row, i) => {
    both += (row[0]! - meanX) * (y[i]! - meanY);
    square += (row[0]! - meanX) ** 2;
  });
  const slope = both / square;
  return (other) => ({
    kind: 'number',
    width: 1,
    values: Float64Array.from(other, (row) => meanY + slope * (row[0]! - meanX)),
  });
}

/** The rows that a problem's true scores are measured on: the same for every run. */
export function freshRows(problem: Problem, count: number): Rows {
  return drawRows(problem, count, generator(0, 'bench', `coverage/${problem.name}/fresh`));
}
