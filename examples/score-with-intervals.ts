// Score predictions with an interval, and test whether one model beats another, with @stepwell/metrics.
import { compare, score, scoreInterval, type Predictions, type Target } from '@stepwell/metrics';

const classes = ['ham', 'spam'];
const truth = [0, 0, 1, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0];
const target: Target = { kind: 'classes', classes, codes: Int32Array.from(truth) };

// Two models' probabilities of spam: one is wrong twice, the other always says 0.4.
const careful = truth.map((code, row) => (row < 2 ? 0.9 - code * 0.8 : 0.1 + code * 0.8));
const constant = truth.map(() => 0.4);
const predict = (spam: number[]): Predictions => ({
  kind: 'probabilities',
  numClasses: 2,
  values: Float64Array.from(spam.flatMap((p) => [1 - p, p])),
});

const accuracy = { name: 'accuracy', custom: null, threshold: 0.5 } as const;
console.log(score(accuracy, predict(careful), target)); // 0.9
// The 95 % interval, for accuracy Wilson's. The seed and a name key what is resampled for other metrics.
const [low, high] = scoreInterval(accuracy, predict(careful), target, 0, 'example');
console.log(low.toFixed(3), high.toFixed(3)); // 0.699 0.972

const { gain, p, test } = compare(
  [{ model: predict(careful), other: predict(constant), target }],
  accuracy,
  0,
  'example',
);
console.log(gain, test, p.toFixed(4)); // 0.4 mcnemar 0.0193
