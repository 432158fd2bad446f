import { describe, test } from 'vitest';
import { canBePredicted, obviousTarget, splitColumns } from './column-roles.ts';

type Kind = 'numeric' | 'categorical' | 'text' | 'image';
const column = (name: string, kind: Kind, examples: string[] = [], distinct: number | null = examples.length) => ({
  name,
  kind,
  examples,
  distinct,
  missing: 0,
});
const image = column('image', 'image', ['28×28×1'], null);

describe('obviousTarget', () => {
  test('is the only column beside images or text', ({ expect }) => {
    expect(obviousTarget([image, column('label', 'categorical')])).toBe('label');
    expect(obviousTarget([column('wanted', 'categorical'), column('mail', 'text')])).toBe('wanted');
  });

  test('is what the service names as the target', ({ expect }) => {
    expect(obviousTarget([column('x0', 'numeric'), column('x1', 'numeric'), column('y', 'numeric')])).toBe('y');
    expect(obviousTarget([image, column('split', 'categorical'), column('label', 'categorical')])).toBe('label');
  });

  test('is null if there are several candidates', ({ expect }) => {
    expect(obviousTarget([column('a', 'numeric'), column('b', 'numeric')])).toBeNull();
    expect(obviousTarget([column('y', 'numeric'), column('label', 'categorical')])).toBeNull();
    expect(obviousTarget([column('a', 'numeric')])).toBeNull();
  });

  test('is never a text or an image', ({ expect }) => {
    expect(canBePredicted(image)).toBe(false);
    expect(obviousTarget([column('label', 'text'), column('x', 'numeric'), column('z', 'numeric')])).toBeNull();
  });
});

describe('splitColumns', () => {
  const names = (...columns: ReturnType<typeof column>[]) => splitColumns(columns).map(({ name }) => name);

  test('have only names of parts', ({ expect }) => {
    expect(names(column('split', 'categorical', ['train', 'test']))).toEqual(['split']);
    expect(names(column('Set', 'categorical', ['Test', 'VAL', 'Training']))).toEqual(['Set']);
    expect(names(column('exam', 'categorical', ['test', 'essay']))).toEqual([]);
    expect(names(column('vehicle', 'categorical', ['train']))).toEqual([]);
  });

  test('have training rows, as far as the first values show', ({ expect }) => {
    expect(names(column('split', 'categorical', ['val', 'test']))).toEqual([]);
    expect(names(column('split', 'categorical', ['val', 'test', 'dev'], 4))).toEqual(['split']);
    expect(names(column('words', 'categorical', ['val', 'test', 'dev'], 40))).toEqual([]);
  });
});
