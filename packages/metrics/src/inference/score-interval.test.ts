import { describe, test } from 'vitest';
import reference from '../fixtures/reference.json' with { type: 'json' };
import {
  bootstrapInterval,
  mean,
  meanInterval,
  scoreInterval,
  scoreRows,
  wilsonInterval,
  type Asked,
} from '../index.ts';
import { asked, CASES, custom, numbers, twoClasses, type Case } from '../testing/cases.ts';

function interval(measure: Asked, { predictions, target }: Case, seed = 0): [number, number] {
  return scoreInterval(measure, predictions, target, seed, 'test');
}

describe('scoreInterval', () => {
  test("is Wilson's for accuracy, of classes and of labels", ({ expect }) => {
    const right = (one: Case) => scoreRows(asked('accuracy'), one.predictions, one.target).filter(Boolean).length;
    for (const one of [CASES.binary, CASES.multiclass, CASES.labels]) {
      expect(interval(asked('accuracy'), one)).toEqual(wilsonInterval(right(one), 60));
    }
  });

  test("is the bootstrap's for other means over rows, and Student's for few rows", ({ expect }) => {
    const { predictions, target } = CASES.number;
    const rows = scoreRows(asked('mae'), predictions, target);
    expect(interval(asked('mae'), CASES.number)).toEqual(bootstrapInterval(rows, 0, 'test'));
    const few = numbers([1, 2, 4], [0, 0, 0]);
    expect(interval(asked('mae'), few)[1]).toBe(meanInterval(Float64Array.of(1, 2, 4), 0, 'test')[1]);
    // Student's goes below 0 here, where no error can be.
    expect(interval(asked('mae'), numbers([0, 0, 9], [0, 0, 0]))[0]).toBe(0);
  });

  test('of ROC AUC agrees with the percentile bootstrap of SciPy 1.10.1 over 20 000 resamples', ({ expect }) => {
    // Averaged over twenty seeds: the ends of 2 000 resamples have a standard error of about 0.004, hence 0.001.
    const all = Array.from({ length: 20 }, (_, seed) => interval(asked('roc-auc'), CASES.binary, seed));
    expect(Math.abs(mean(all.map(([low]) => low)) - reference.rocAucBootstrap[0]!)).toBeLessThan(0.004);
    expect(Math.abs(mean(all.map(([, high]) => high)) - reference.rocAucBootstrap[1]!)).toBeLessThan(0.004);
  });

  test('passes over resamples on which the score is not defined', ({ expect }) => {
    // One positive row of five: a third of the resamples lack it.
    const one = twoClasses([0.9, 0.8, 0.3, 0.2, 0.1], [0, 1, 0, 0, 0]);
    const [low, high] = interval(asked('roc-auc'), one);
    expect(0 <= low && low < high && high <= 1).toBe(true);
  });

  test('is the whole range, or everywhere, where the score is defined on no resample', ({ expect }) => {
    const one = twoClasses([0.9, 0.2], [0, 0]);
    expect(interval(asked('roc-auc'), one)).toEqual([0, 1]);
    expect(interval(custom('1 / 0'), one)).toEqual([-Number.MAX_VALUE, Number.MAX_VALUE]);
  });
});
