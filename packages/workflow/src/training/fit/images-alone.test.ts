import { createHash } from 'node:crypto';
import { beforeAll, describe, test } from 'vitest';
import { startEngine } from '../architecture/testing/start-engine.ts';
import { fitStep } from './index.ts';
import { KINDS_OF_ROWS, smallFitOf } from './testing/kinds-of-rows.ts';

beforeAll(startEngine);

/** Of the weights as they were before columns could stand beside images. */
const WEIGHTS: Record<string, string> = {
  pixels: '29694e0135be9c23f8a2af161e03c221',
  'a convnet': '221396c61f97ced978d9ab16a0b5db0f',
  'a convnet with batch normalization and average pooling': '746a86ed570bff8a82ff9bb92bfec25c',
  'means of words and numbers': '644024b0d0694aca242050a0bb673be4',
};

describe('a model without columns beside its images', () => {
  test.for(Object.entries(WEIGHTS))('learns the weights that it always did: %s', ([name, sha256], { expect }) => {
    const small = smallFitOf(
      KINDS_OF_ROWS.find((kind) => kind.name === name)!,
      { dropout: 0.2, l2: 0.001 },
    );
    const budget = { minibatches: 1_000, flops: Infinity };
    const { checkpoint } = fitStep(small.fit, small.context, small.data, null, budget);
    const hash = createHash('sha256');
    for (const { buffer, byteOffset, byteLength } of checkpoint.weights) {
      hash.update(new Uint8Array(buffer, byteOffset, byteLength));
    }
    expect(hash.digest('hex').slice(0, 32)).toBe(sha256);
  });
});
