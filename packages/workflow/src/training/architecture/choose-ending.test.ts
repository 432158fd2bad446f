import { describe, test } from 'vitest';
import { definitionOf } from '../../testing/states.ts';
import { checkAskedEnding, chooseEnding, widen } from './index.ts';
import type { Question, ModelChoices } from '../../question/index.ts';

const QUESTIONS: Record<string, Question> = {
  binary: definitionOf(),
  multiclass: definitionOf({ type: 'multiclass', classes: ['a', 'b', 'c'] }),
  multilabel: definitionOf({ type: 'multilabel', classes: null, labels: ['a', 'b', 'c', 'd'] }),
  number: definitionOf({ type: 'scalar-regression', classes: null }),
  share: definitionOf({ type: 'scalar-regression', classes: null, bounds: { low: 0, high: 1 } }),
  numbers: definitionOf({ type: 'vector-regression', classes: null, target: ['y', 'z'] }),
};

describe('chooseEnding', () => {
  test.for([
    ['binary', 'sigmoid', 'binary-crossentropy', 1],
    ['multiclass', 'softmax', 'categorical-crossentropy', 3],
    ['multilabel', 'sigmoid', 'binary-crossentropy', 4],
    ['number', 'linear', 'mean-squared-error', 1],
    ['share', 'sigmoid', 'binary-crossentropy', 1],
    ['numbers', 'linear', 'mean-squared-error', 2],
  ] as const)('of table 4.1 for %s is %s with %s and %i outputs', ([name, activation, loss, outputs], { expect }) => {
    expect(chooseEnding(QUESTIONS[name]!)).toMatchObject({ activation, loss, outputs });
  });
});

describe('checkAskedEnding', () => {
  const refusal = (name: string, choices: ModelChoices): string | null => {
    try {
      checkAskedEnding(QUESTIONS[name]!, choices);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };

  test('lets pass what fits, and what is left to the rule', ({ expect }) => {
    for (const [name, question] of Object.entries(QUESTIONS)) {
      const { activation, loss } = chooseEnding(question);
      expect(refusal(name, { lastActivation: activation, loss })).toBeNull();
      expect(refusal(name, {})).toBeNull();
    }
  });

  test.for([
    ['number', { lastActivation: 'sigmoid' }, 'its outputs lie between 0 and 1, and the target does not'],
    ['binary', { loss: 'mean-squared-error' }, 'hardly grow where a model is surely wrong'],
    ['multiclass', { lastActivation: 'sigmoid' }, 'do not sum to 1'],
    ['multilabel', { lastActivation: 'softmax' }, 'one label would exclude the others'],
    ['binary', { lastActivation: 'softmax' }, 'would always be 1'],
    ['numbers', { loss: 'categorical-crossentropy' }, 'measures probabilities, not distances'],
    ['multiclass', { loss: 'binary-crossentropy' }, 'treats every class by itself'],
    ['multilabel', { loss: 'categorical-crossentropy' }, 'expects exactly one class'],
    ['share', { lastActivation: 'linear' }, 'leave 0 and 1'],
  ] as const)('refuses %s with %o, and says why and what fits', ([name, choices, why], { expect }) => {
    expect(refusal(name, choices)).toContain(why);
    expect(refusal(name, choices)).toContain('Use ');
    expect(() => checkAskedEnding(QUESTIONS[name]!, choices)).toThrow(
      expect.objectContaining({ code: 'layer_mismatch' }),
    );
  });
});

describe('widen', () => {
  test('keeps hidden layers as wide as the outputs, up to 256', ({ expect }) => {
    expect(widen([16, 64], 46)).toEqual([46, 64]);
    expect(widen([16], 1_000)).toEqual([256]);
    expect(widen([], 46)).toEqual([]);
  });
});
