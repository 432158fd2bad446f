import { describe, test } from 'vitest';
import { groupMetrics } from './index.ts';

const short = (names: string[]) =>
  groupMetrics(names).map(({ title, metrics }) => [title, ...metrics.map(({ name, role }) => `${name}: ${role}`)]);

describe('groupMetrics', () => {
  test('puts training and validation of one measure together, as Keras, Lightning and TensorBoard name them', ({
    expect,
  }) => {
    expect(short(['val_loss', 'loss', 'accuracy', 'val_accuracy', 'lr'])).toEqual([
      ['loss', 'loss: train', 'val_loss: validation'],
      ['accuracy', 'accuracy: train', 'val_accuracy: validation'],
      ['lr', 'lr: other'],
    ]);
    expect(short(['train/acc', 'val/acc', 'test.acc', 'Loss/train', 'Loss/val', 'eval-f1'])).toEqual([
      ['acc', 'train/acc: train', 'val/acc: validation', 'test.acc: test'],
      ['Loss', 'Loss/train: train', 'Loss/val: validation'],
      ['f1', 'eval-f1: validation'],
    ]);
  });

  test('leaves names alone that only look alike', ({ expect }) => {
    expect(short(['value', 'training', 'val', 'testify_x', 'trainer/global_step'])).toEqual([
      ['value', 'value: other'],
      ['training', 'training: other'],
      ['val', 'val: other'],
      ['testify_x', 'testify_x: other'],
      ['trainer/global_step', 'trainer/global_step: other'],
    ]);
    expect(short(['__proto__', 'constructor', 'val_constructor'])).toEqual([
      ['__proto__', '__proto__: other'],
      ['constructor', 'constructor: train', 'val_constructor: validation'],
    ]);
  });
});
