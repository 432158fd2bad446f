import fc from 'fast-check';
import { describe, test } from 'vitest';
import { text } from '../testing/columns.ts';
import { countMissing, readIds, TextBuilder, textAt, unitsIn, wordsOf } from './index.ts';

describe('wordsOf', () => {
  // What Keras 2.15's text_to_word_sequence gives for these.
  test.for([
    ['The cat sat on the mat.', ['the', 'cat', 'sat', 'on', 'the', 'mat']],
    ["It's 10/10!<br /><br />Don't", ["it's", '10', '10', 'br', 'br', "don't"]],
    ['a\tb\nc', ['a', 'b', 'c']],
    ['snake_case re-read {x}', ['snake', 'case', 're', 'read', 'x']],
    ['Größe ΣΑΣ naïve', ['größe', 'σας', 'naïve']],
    ['日本語 テスト', ['日', '本', '語', 'テ', 'ス', 'ト']],
    ['emoji 😀 here', ['emoji', '😀', 'here']],
    ['...', []],
    ['', []],
  ] as const)('of %j', ([line, words], { expect }) => {
    expect(wordsOf(line)).toEqual(words);
  });
});

describe('a column of texts', () => {
  test('gives back every word in its order', ({ expect }) => {
    const anyText = fc.array(fc.stringMatching(/^[a-z']{1,16}$/), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 20 }), (texts) => {
        const column = text(
          't',
          texts.map((words) => words.join(' ')),
        );
        expect(Array.from(column.at, (_, row) => textAt(column, row))).toEqual(texts);
        expect(countMissing(column, texts.length)).toBe(texts.filter((words) => words.length === 0).length);
      }),
    );
  });

  test('takes two units for a word that comes late', ({ expect }) => {
    const builder = new TextBuilder('t');
    // 61,440 words fit into one unit; the next ones do not.
    builder.pushIds(
      Array.from({ length: 61_442 }, (_, id) => id),
      String,
    );
    builder.pushIds([61_441, 3, 61_440], String);
    const { stores } = builder.finish();
    const [store] = stores;
    expect(unitsIn(store!, 0)).toBe(61_440 + 2 * 2);
    expect(unitsIn(store!, 1)).toBe(5);
    const ids = new Int32Array(5);
    expect([readIds(store!, 1, ids), ...ids.subarray(0, 3)]).toEqual([3, 61_441, 3, 61_440]);
  });

  test('weighs its words and its dictionary', ({ expect }) => {
    const builder = new TextBuilder('t');
    builder.push('one two one');
    const before = builder.bytes;
    builder.push('one two');
    expect(builder.bytes).toBe(before + 2 * 2 + 8);
    builder.push('three');
    expect(builder.bytes).toBeGreaterThan(before + 2 * 2 + 8 + 2 + 8 + 'three'.length);
  });

  test('takes each letter of a script without spaces for a word', ({ expect }) => {
    expect(wordsOf('质量舒服。GPT 4很好')).toEqual(['质', '量', '舒', '服', 'gpt', '4', '很', '好']);
    expect(wordsOf('café Ω 😀')).toEqual(['café', 'ω', '😀']);
  });
});
