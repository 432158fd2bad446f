import { describe, test } from 'vitest';
import fc from 'fast-check';
import { checkExpression, score } from '../index.ts';
import { classes, custom, labelSets, numbers, twoClasses } from '../testing/cases.ts';

const TWO = twoClasses([0.9, 0.8, 0.3, 0.2, 0.6], [1, 0, 1, 0, 1]);
const INVALID = { code: 'invalid_expression' };

describe('an expression is refused', () => {
  test.for([
    ['constructor.constructor("alert(1)")()', 'Only a function by its name'],
    ['constructor.constructor', 'reaches into a value'],
    ['tp.constructor', 'reaches into a value'],
    ['target[0]', 'reaches into a value'],
    ['tp?.x', 'reaches into a value'],
    ['constructor', '"constructor" is not known here'],
    ['__proto__', '"__proto__" is not known here'],
    ['toString()', 'takes a value'],
    ['hasOwnProperty(tp)', 'is not known here'],
    ['globalThis', 'is not known here'],
    ['eval(1)', 'is not known here'],
    ['Function(1)', 'is not known here'],
    ['process', 'is not known here'],
    ['(tp)(1)', 'is not known here'],
    ['abs(1)(2)', 'Only a function by its name'],
    ['(1 ? abs : sqrt)(1)', 'Only a function by its name'],
    ['this', '"this" is not known here'],
    ['[1, 2]', 'Lists are not known'],
    ['"text"', 'Only finite numbers'],
    ['true', 'Only finite numbers'],
    ['null', 'Only finite numbers'],
    ['1e400', 'Only finite numbers'],
    ['`${tp}`', "can't be read"],
    ['tp = 1', "can't be read"],
    ['tp += 1', "can't be read"],
    ['tp++', "can't be read"],
    ['x => x', "can't be read"],
    ['function f() { return 1 }', "can't be read"],
    ['while (1) {}', "can't be read"],
    ['while (1) tp', 'one expression'],
    ['for (;;) tp', "can't be read"],
    ['new Date', 'one expression'],
    ['tp; fp', 'one expression'],
    ['1, 2', 'one expression'],
    ['(1, 2)', 'one expression'],
    ['', 'one expression'],
    ['tp /', "can't be read"],
    ['(tp', "can't be read"],
    ['~tp', '"~" is not known here'],
    ['tp & fp', '"&" is not known here'],
    ['tp ?? fp', '"??" is not known here'],
    ['tp << 9', '"<<" is not known here'],
    ['-2 ** 2', 'pow(-x, 2)'],
    ['probability', 'one number a row'],
    ['probability > 0.5', 'one number a row'],
    ['mean(tp)', 'it was given one number'],
    ['sum(1)', 'it was given one number'],
    ['max(1)', 'it was given one number'],
    ['mean()', 'takes a value'],
    ['abs(1, 2)', 'abs takes one value, not 2'],
    ['mean(target, target)', 'mean takes one value, not 2'],
    ['pow(2)', 'pow takes two values'],
    ['pow(2, 3, 4)', 'pow takes two values'],
    ['error', '"error" is not known here'],
    ['meen(target)', 'Did you mean "mean"?'],
    ['prevalance', 'Did you mean "prevalence"?'],
    ['TP', 'Did you mean "tp"?'],
    ['zzzzzzzz', 'Known are n, tp, fp'],
    [`1${'+1'.repeat(250)}`, 'has 501 characters'],
    [`max(1${',1'.repeat(210)})`, 'more than 200 parts'],
    [`1${'+1'.repeat(40)}`, 'nested more than 30 deep'],
    [`${'('.repeat(40)}1${')'.repeat(40)}${'+1'.repeat(32)}`, 'nested more than 30 deep'],
    [`${'-'.repeat(40)}1`, 'nested more than 30 deep'],
    [`${'abs('.repeat(40)}1${')'.repeat(40)}`, 'nested more than 30 deep'],
  ] as const)('%s', ([expression, why], { expect }) => {
    expect(() => checkExpression(expression, TWO.target)).toThrow(expect.objectContaining(INVALID));
    expect(() => checkExpression(expression, TWO.target)).toThrow(why);
  });

  test('over a target that lacks what it names', ({ expect }) => {
    expect(() => checkExpression('tp / n', numbers([], [1]).target)).toThrow(expect.objectContaining(INVALID));
    expect(() => checkExpression('mean(target)', classes([0], 3))).toThrow(expect.objectContaining(INVALID));
    expect(() => checkExpression('mean(error)', labelSets([], [1, 0], 2).target)).toThrow('Known are');
  });

  test('or else gives a finite number or none, whatever is written', ({ expect }) => {
    const words =
      'tp fp n target probability mean( sum( max( abs( pow( ( ) , ? : + - * / ** % < == && || ! 0 1 2.5 . [ ] " this ;';
    const word = fc.constantFrom(...words.split(' '));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(word, { maxLength: 25 }).map((words) => words.join(' ')),
          fc.string(),
        ),
        (text) => {
          try {
            checkExpression(text, TWO.target);
          } catch (error) {
            expect(error).toMatchObject(INVALID);
            return;
          }
          const value = score(custom(text), TWO.predictions, TWO.target);
          expect(Number.isFinite(value) || Number.isNaN(value)).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
