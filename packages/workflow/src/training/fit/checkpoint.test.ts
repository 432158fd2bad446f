import { createHash } from 'node:crypto';
import { describe, test } from 'vitest';
import fc from 'fast-check';
import { buildModel, initialWeights } from '../architecture/index.ts';
import { numbersShape } from '../architecture/testing/shapes.ts';
import { configOf } from '../../testing/outcomes.ts';
import { definitionOf } from '../../testing/states.ts';
import { emptySlots } from './evaluate.ts';
import { startCheckpoint, type Checkpoint } from './checkpoint.ts';
import { decodeCheckpoint, decodeWeights, endOfWeights, hashWeights } from './index.ts';
import { bytesOf } from './testing/bytes-of.ts';

function checkpointOf(units: number[], dropout = 0): Checkpoint {
  const spec = buildModel(definitionOf(), configOf({ units, dropout, l2: 0.001 }), numbersShape(3));
  return startCheckpoint(spec, initialWeights(spec, 1, 'test'), emptySlots(spec, initialWeights(spec, 1, 'test')));
}

const HALFWAY: Checkpoint = {
  ...checkpointOf([4], 0.2),
  position: 17,
  accumulators: { trainLoss: 0.1 + 0.2, trainRows: 12, validationLoss: 0, validationRows: 0 },
  history: { trainLoss: [0.7, 0.5], validationLoss: [0.8, 1 / 3], validationScore: [0.5, null] },
  outputs: Float32Array.of(0.25, 0.5, 0.75),
};

describe('encodeCheckpoint and decodeCheckpoint', () => {
  test('give the weights alone to who wants no more', ({ expect }) => {
    const bytes = bytesOf(HALFWAY);
    const end = endOfWeights(bytes.slice(0, 4_096).buffer);
    expect(end).toBeLessThan(bytes.byteLength);
    expect(decodeWeights(bytes.slice(0, end).buffer)).toEqual({ ...HALFWAY, slots: [], outputs: new Float32Array(0) });
    const corrupt = expect.objectContaining({ code: 'corrupt_blob' });
    expect(() => decodeWeights(bytes.slice(0, end - 4).buffer)).toThrow(corrupt);
    expect(() => endOfWeights(bytes.slice(0, 20).buffer)).toThrow(corrupt);
  });

  test('write and read the same checkpoint, whatever the layers', ({ expect }) => {
    for (const checkpoint of [
      HALFWAY,
      checkpointOf([]),
      checkpointOf([5, 1, 7], 0.5),
      { ...HALFWAY, diverged: true },
    ]) {
      const bytes = bytesOf(checkpoint);
      expect(decodeCheckpoint(bytes.buffer)).toEqual(checkpoint);
      expect(bytesOf(decodeCheckpoint(bytes.buffer))).toEqual(bytes);
    }
  });

  test('keep numbers that are none: a diverged fit can be read again', ({ expect }) => {
    const diverged = { ...HALFWAY, diverged: true, weights: HALFWAY.weights.map((weight) => weight.map(() => NaN)) };
    expect(decodeCheckpoint(bytesOf(diverged).buffer)).toEqual(diverged);
  });

  test('refuse a blob cut anywhere, one with bytes too many, and another signature', ({ expect }) => {
    const corrupt = expect.objectContaining({ name: 'StepwellError', code: 'corrupt_blob' });
    const bytes = bytesOf(HALFWAY);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeCheckpoint(bytes.slice(0, length).buffer)).toThrow(corrupt);
    }
    const longer = new Uint8Array(bytes.length + 4);
    longer.set(bytes);
    expect(() => decodeCheckpoint(longer.buffer)).toThrow(corrupt);
    const table = bytes.slice();
    table.set(new TextEncoder().encode('SWT1'));
    expect(() => decodeCheckpoint(table.buffer)).toThrow(corrupt);
  });

  test('throw nothing but corrupt_blob, whatever the bytes', ({ expect }) => {
    const whole = bytesOf(HALFWAY);
    const damage = fc.array(fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 })), { minLength: 1 });
    fc.assert(
      fc.property(damage, (changes) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        try {
          decodeCheckpoint(bytes.buffer);
        } catch (error) {
          expect(error).toMatchObject({ name: 'StepwellError', code: 'corrupt_blob' });
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('hashWeights', () => {
  test("is Node's sha256 of the little-endian floats, tensor after tensor", async ({ expect }) => {
    const weights = [Float32Array.of(1, -2.5), Float32Array.of(0.1)];
    const bytes = Buffer.alloc(12);
    [1, -2.5, 0.1].forEach((value, i) => bytes.writeFloatLE(value, 4 * i));
    expect(await hashWeights(weights)).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(await hashWeights([Float32Array.of(1, -2.5, 0.1)])).toBe(await hashWeights(weights));
    expect(await hashWeights([Float32Array.of(1, -2.5), Float32Array.of(0.2)])).not.toBe(await hashWeights(weights));
  });
});
