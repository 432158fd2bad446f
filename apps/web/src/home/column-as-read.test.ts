import { describe, test } from 'vitest';
import { askedOf, columnsAsRead, missingIn, wayIn, withColumn } from './column-as-read.ts';

describe('what is asked of a column', () => {
  test('is a way to read it, a word that is missing, both or nothing', ({ expect }) => {
    const both = withColumn({ b: ['text'] }, 'a', 'category', '-999');
    expect(both).toEqual({ b: ['text'], a: ['category', 'missing:-999'] });
    expect(withColumn(both, 'a', '', '-999')).toEqual({ b: ['text'], a: ['missing:-999'] });
    expect(withColumn(both, 'a', '', '')).toEqual({ b: ['text'] });
    expect([wayIn(askedOf(both, 'a'), []), missingIn(askedOf(both, 'a'), [])]).toEqual(['category', '-999']);
    expect([wayIn(askedOf({}, 'constructor'), []), missingIn(askedOf({}, 'constructor'), [])]).toEqual(['', '']);
  });

  test('is a way where the word is one that its cells suggest', ({ expect }) => {
    const asked = withColumn({}, 'a', 'missing:-999', '');
    expect([wayIn(askedOf(asked, 'a'), ['missing:-999']), missingIn(askedOf(asked, 'a'), ['missing:-999'])]).toEqual([
      'missing:-999',
      '',
    ]);
  });

  test('keeps a column named like parts of every object', ({ expect }) => {
    const asked = withColumn(withColumn({}, 'constructor', 'text', ''), 'a', 'text', '');
    expect(Object.keys(asked)).toEqual(['constructor', 'a']);
  });
});

describe('columns as they are read', () => {
  test('have the kind that was asked for', ({ expect }) => {
    const columns = ['a', 'b', 'c', 'd', 'constructor'].map((name) => ({
      name,
      kind: 'numeric' as const,
      missing: 0,
      distinct: 2,
      examples: [],
    }));
    const read = { a: ['category:exact'], b: ['date:seconds'], c: ['missing:0'], d: ['text', 'missing:0'] };
    expect(columnsAsRead(columns as never, read).map(({ kind }) => kind)).toEqual([
      'categorical',
      'date',
      'numeric',
      'text',
      'numeric',
    ]);
  });
});
