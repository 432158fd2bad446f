import { beforeAll, describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import { startEngine } from '../architecture/testing/start-engine.ts';
import { buildModel, initialWeights, weightShapes } from '../architecture/index.ts';
import { imageShape, numbersShape } from '../architecture/testing/shapes.ts';
import { configOf } from '../../testing/outcomes.ts';
import { definitionOf } from '../../testing/states.ts';
import { averageModels, type Model } from './average-models.ts';
import { evaluate } from './evaluate.ts';

const ROWS = 7;
const INPUTS = 5;

beforeAll(() => startEngine());

/** Members that differ in all weights, biases too. */
function members(units: number[], type: 'binary' | 'multiclass' | 'scalar-regression', count: number): Model[] {
  const classes = { binary: ['a', 'b'], multiclass: ['a', 'b', 'c'], 'scalar-regression': null }[type];
  const spec = buildModel(definitionOf({ type, classes }), configOf({ units, dropout: 0.2 }), numbersShape(INPUTS));
  return Array.from({ length: count }, (_, k) => {
    const dice = generator(k, 'test', 'biases');
    const weights = initialWeights(spec, k, 'member').map((values, i) =>
      weightShapes(spec)[i]!.shape.length === 1 ? values.map(() => dice.uniform() - 0.5) : values,
    );
    return { spec, weights };
  });
}

function outputsOf({ spec, weights }: Model): number[] {
  const dice = generator(1, 'test', 'rows');
  const x = Float32Array.from({ length: ROWS * INPUTS }, () => 2 * dice.uniform() - 1);
  const inputs = { kind: 'numbers', values: x } as const;
  return [...evaluate(spec, weights, { rows: ROWS, x: inputs, y: new Float32Array(ROWS) }).outputs];
}

const logit = (p: number) => Math.log(p / (1 - p));

describe('averageModels', () => {
  for (const units of [[], [4], [4, 3], [6, 5, 4]]) {
    test(`of hidden layers [${units.join(', ')}] gives the mean of what they give`, ({ expect }) => {
      const numbers = members(units, 'scalar-regression', 3);
      const each = numbers.map(outputsOf);
      outputsOf(averageModels(numbers)).forEach((value, row) =>
        expect(value).toBeCloseTo((each[0]![row]! + each[1]![row]! + each[2]![row]!) / 3, 5),
      );
      const two = members(units, 'binary', 3);
      const odds = two.map((model) => outputsOf(model).map(logit));
      outputsOf(averageModels(two)).forEach((p, row) =>
        expect(logit(p)).toBeCloseTo((odds[0]![row]! + odds[1]![row]! + odds[2]![row]!) / 3, 4),
      );
    });
  }

  test('of classes is the geometric mean of their probabilities, made to add up to one', ({ expect }) => {
    const three = members([5, 4], 'multiclass', 2);
    const [first, second] = three.map(outputsOf);
    const averaged = outputsOf(averageModels(three));
    for (let row = 0; row < ROWS; row++) {
      const roots = [0, 1, 2].map((k) => Math.sqrt(first![3 * row + k]! * second![3 * row + k]!));
      const sum = roots.reduce((a, b) => a + b);
      roots.forEach((root, k) => expect(averaged[3 * row + k]).toBeCloseTo(root / sum, 5));
    }
  });

  test('stands hidden layers side by side, with zeros between them', ({ expect }) => {
    const [a, b] = members([2, 2], 'scalar-regression', 2) as [Model, Model];
    const { spec, weights } = averageModels([a, b]);
    expect(weightShapes(spec).map(({ shape }) => shape)).toEqual([[5, 4], [4], [4, 4], [4], [4, 1], [1]]);
    const [p, q] = [a.weights[2]!, b.weights[2]!];
    const rows = [0, 4, 8, 12].map((from) => [...weights[2]!.subarray(from, from + 4)]);
    expect(rows).toEqual([
      [p[0], p[1], 0, 0],
      [p[2], p[3], 0, 0],
      [0, 0, q[0], q[1]],
      [0, 0, q[2], q[3]],
    ]);
  });

  test('leaves a single model as it is, and takes dense layers on numbers alone', ({ expect }) => {
    const [model] = members([4], 'binary', 1);
    expect(averageModels([model!])).toBe(model);
    const spec = buildModel(definitionOf(), configOf({ units: [4] }), imageShape(4, 4, 1));
    const pixels = { spec, weights: initialWeights(spec, 0, 'member') };
    expect(() => averageModels([pixels, pixels])).toThrow('flatten');
  });
});
