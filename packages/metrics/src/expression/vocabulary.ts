import { exp, ln } from '@stepwell/base/exact';
import type { Target } from '../targets/index.ts';

/** Whether a value is one number, or one a row. */
export type Shape = 'one' | 'rows';

/** Functions of one number or of each row's. */
export const FUNCTIONS = {
  abs: Math.abs,
  sqrt: Math.sqrt,
  exp,
  ln,
  log: ln,
  log2: Math.log2,
  log10: Math.log10,
} as const satisfies Record<string, (x: number) => number>;
export type FunctionName = keyof typeof FUNCTIONS;

/** What makes one number of the rows'. `min` and `max` also take several arguments, row by row. */
export const AGGREGATES = ['mean', 'sum', 'min', 'max'] as const;
export type AggregateName = (typeof AGGREGATES)[number];

const truth = (holds: boolean) => (holds ? 1 : 0);

/** What stands between two values. Nothing can be divided by 0: it is not a number then. */
export const OPERATORS = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => (b === 0 ? Number.NaN : a / b),
  '%': (a: number, b: number) => a % b,
  // Squares are what most people raise to, and a product is far quicker.
  '**': (a: number, b: number) => (b === 2 ? a * a : a ** b),
  '<': (a: number, b: number) => truth(a < b),
  '>': (a: number, b: number) => truth(a > b),
  '<=': (a: number, b: number) => truth(a <= b),
  '>=': (a: number, b: number) => truth(a >= b),
  '==': (a: number, b: number) => truth(a === b),
  '===': (a: number, b: number) => truth(a === b),
  '!=': (a: number, b: number) => truth(a !== b),
  '!==': (a: number, b: number) => truth(a !== b),
  '&&': (a: number, b: number) => truth(a !== 0 && b !== 0),
  '||': (a: number, b: number) => truth(a !== 0 || b !== 0),
} as const;
export type Operator = keyof typeof OPERATORS;

/** Counts: of rows; of two classes for the second; of several classes and of labels, of all of them together. */
const COUNTS = ['n', 'tp', 'fp', 'tn', 'fn', 'p', 'prevalence'] as const;
export type CountName = (typeof COUNTS)[number];
export type RowsName = 'prediction' | 'target' | 'error' | 'probability' | 'correct';

/** The names that an expression may use, by what they stand for. */
export interface Names {
  counts: readonly CountName[];
  rows: readonly RowsName[];
}

/**
 * The names that an expression over such a target may use.
 *
 * - number: `prediction`, `target` and `error` (their difference), of each column where there are several
 * - two classes: `probability` of the second, `prediction` and `target` (1 for the second, 0 for the first), `correct`
 * - several classes: `probability` of the true one, `correct`
 * - labels: for each label of a row, `probability`, `prediction`, `target`, `correct`
 */
export function namesFor(target: Target): Names {
  if (target.kind === 'number') return { counts: ['n'], rows: ['prediction', 'target', 'error'] };
  const several = target.kind === 'classes' && target.classes.length > 2;
  return {
    counts: COUNTS,
    rows: several ? ['probability', 'correct'] : ['probability', 'prediction', 'target', 'correct'],
  };
}

/** Whether `name` is a key of `table` itself; `constructor` and its like are none. */
export function isKeyOf<T extends object>(table: T, name: string): name is Extract<keyof T, string> {
  return Object.hasOwn(table, name);
}
