import { describe, test } from 'vitest';
import { decideLacking } from './decide-lacking.ts';

describe('decideLacking', () => {
  const target = (codes: number[]) => ({
    kind: 'classes' as const,
    classes: ['a', 'b', 'c'],
    codes: Int32Array.from(codes),
  });

  test('names the classes that no test row has', ({ expect }) => {
    expect(decideLacking(target([0, 1, 2]), { name: 'accuracy' })).toEqual([]);
    expect(decideLacking(target([0, 0, 2]), { name: 'accuracy' })).toMatchObject([
      { choice: '1 class without test rows', why: 'No test row has "b", so the test says nothing about it.' },
    ]);
    expect(decideLacking(target([0]), { name: 'balanced-accuracy' })).toMatchObject([
      {
        choice: '2 classes without test rows',
        why: 'No test row has "b", "c", so the test says nothing about them. Balanced accuracy is the mean over the other classes.',
      },
    ]);
  });

  test('names labels likewise, and is silent about numbers', ({ expect }) => {
    const labels = { kind: 'labels' as const, labels: ['x', 'y'], values: Uint8Array.of(1, 0, 0, 0) };
    expect(decideLacking(labels, { name: 'f1' })).toMatchObject([{ choice: '1 label without test rows' }]);
    const number = { kind: 'number' as const, width: 1, values: Float64Array.of(1, 2) };
    expect(decideLacking(number, { name: 'mae' })).toEqual([]);
  });
});
