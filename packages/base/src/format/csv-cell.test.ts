import { describe, test } from 'vitest';
import { csvCell } from './csv-cell.ts';

describe('csvCell', () => {
  test('escapes formulas after other delimiters', ({ expect }) => {
    expect(csvCell("a;=1+cmd|'/C calc'!A1&SUM(1")).toBe("a;'=1+cmd|'/C calc'!A1&SUM(1");
    expect(['a\t@x', 'a|+1', 'a\n-1', '＝1', 'a;b', 'a; b|c'].map(csvCell)).toEqual([
      "a\t'@x",
      "a|'+1",
      "a\n'-1",
      "'＝1",
      'a;b',
      'a; b|c',
    ]);
  });

  test('escapes formulas, and leaves numbers and text unchanged', ({ expect }) => {
    expect(['=1+1', '@SUM(A1)', '+cmd|x', '-2+3', '\tx'].map(csvCell)).toEqual([
      "'=1+1",
      "'@SUM(A1)",
      "'+cmd|x",
      "'-2+3",
      "'\tx",
    ]);
    expect(['-1', '+2.5', '-1e3', 'a=b', '', 'yes'].map(csvCell)).toEqual(['-1', '+2.5', '-1e3', 'a=b', '', 'yes']);
  });
});
