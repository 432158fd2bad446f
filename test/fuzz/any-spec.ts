import fc from 'fast-check';
import { mostly, nastyText, nastyValue } from './any-json.ts';

const column = fc.constantFrom('a', 'b', 'colour', 'y', 'label', 'nothing');
const columns = fc.array(column, { maxLength: 3 });
const word = (...words: string[]) => mostly(fc.constantFrom(...words));
const whole = (min: number, max: number) => mostly(fc.integer({ min, max }));

const model = fc.record(
  {
    units: mostly(fc.array(fc.constantFrom(0, 1, 2, 4096, 5000), { maxLength: 3 })),
    optimizer: word('rmsprop', 'adam', 'sgd'),
    learningRate: mostly(fc.constantFrom(0.001, 0, 1, 10, 1e9)),
    batchSize: whole(0, 10_000),
    epochs: whole(0, 3_000),
    finalEpochs: whole(0, 10),
    dropout: mostly(fc.constantFrom(0, 0.5, 0.9, 1)),
    l1: mostly(fc.constantFrom(0, 0.1, 2)),
    lastActivation: word('linear', 'sigmoid', 'softmax'),
    loss: word(
      'binary-crossentropy',
      'categorical-crossentropy',
      'mean-squared-error',
      'mean-absolute-error',
      'lambdarank',
    ),
    classWeight: word('balanced', 'none'),
    embedding: nastyValue,
    convolution: nastyValue,
  },
  { requiredKeys: [] },
);

/**
 * What a run may be asked for: by grammar, with a few things that do not fit.
 *
 * @param datasets that there are.
 */
export function anySpec(datasets: string[]): fc.Arbitrary<unknown> {
  const dataset = mostly(fc.constantFrom(...datasets, 'f'.repeat(64)));
  return (
    fc
      .record(
        {
          dataset,
          target: mostly(fc.array(column, { minLength: 1, maxLength: 2 })),
          testDataset: dataset,
          name: nastyText,
          type: word('binary', 'multiclass', 'multilabel', 'scalar-regression', 'vector-regression', 'ranking'),
          drop: mostly(columns),
          keep: mostly(columns),
          measure: word('accuracy', 'roc-auc', 'mae', 'r2', 'f1', 'log-loss', 'ndcg@10'),
          custom: fc.record({
            expression: mostly(fc.constantFrom('tp / (tp + fp)', 'mean(error)', 'a(', '1/0', '('.repeat(400))),
          }),
          costs: fc.record({ falsePositive: whole(-1, 5), falseNegative: whole(-1, 5) }),
          protocol: word('hold-out', 'k-fold', 'iterated-k-fold'),
          folds: whole(0, 25),
          validationShare: mostly(fc.constantFrom(0, 0.02, 0.2, 0.5, 1)),
          iterations: whole(0, 12),
          order: word('random', 'time'),
          timeColumn: mostly(column),
          horizon: whole(0, 40),
          series: mostly(column),
          season: mostly(fc.array(whole(0, 9), { maxLength: 4 })),
          group: mostly(column),
          query: mostly(column),
          split: mostly(column),
          parts: fc.dictionary(nastyText, word('train', 'validation', 'test', 'none'), { maxKeys: 3 }),
          prepare: fc.dictionary(column, word('z-score', 'one-hot', 'hash', 'pixels', 'sequences', 'log'), {
            maxKeys: 3,
          }),
          words: whole(0, 60_000),
          model,
          seed: whole(-1, 2 ** 32),
          effort: word('single', 'quick', 'standard', 'thorough'),
          ignoreGate: mostly(fc.boolean()),
          from: nastyText,
          surprise: nastyValue,
        },
        { requiredKeys: ['dataset', 'target'] },
      )
      // Every field at once fits no question: most of them are left out.
      .chain((spec) => {
        const rest = Object.entries(spec).filter(([name]) => name !== 'dataset' && name !== 'target');
        return fc
          .subarray(rest, { maxLength: Math.min(5, rest.length) })
          .map((some) => ({ dataset: spec.dataset, target: spec.target, ...Object.fromEntries(some) }));
      })
  );
}
