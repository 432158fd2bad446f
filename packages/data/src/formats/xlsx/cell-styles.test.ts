import { test } from 'vitest';
import { kindOf } from './cell-styles.ts';

test.for([
  ['General', 'number'],
  ['#,##0.00 "€ per day"', 'number'],
  ['0.00E+00', 'number'],
  ['0.0%', 'percent'],
  ['yyyy\\-mm\\-dd;@', 'date'],
  ['[$-409]mmm\\ yy', 'date'],
  ['mmmm', 'date'],
  ['[$-411]ge.m.d', 'date'],
  ['dd/mm/yyyy hh:mm', 'date'],
  ['h:mm AM/PM', 'time'],
  ['mm:ss.0', 'time'],
  ['[h]:mm:ss', 'duration'],
  ['[mm]:ss', 'duration'],
  ['[Red]0.0;[Blue]-0.0', 'number'],
] as const)('%s shows a %s', ([format, kind], { expect }) => {
  expect(kindOf(format)).toBe(kind);
});
