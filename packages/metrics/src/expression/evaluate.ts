import type { Expression } from './expression.ts';
import { FUNCTIONS, OPERATORS, type AggregateName, type CountName, type RowsName } from './vocabulary.ts';

/** What the names of an expression stand for, on some rows. */
export interface Facts {
  /** Counts when row i counts `weights[i]` times. */
  counts: (weights: Float64Array | null) => Record<CountName, number>;
  /** [cells], float64: row by row, `width` cells each. */
  rows: (name: RowsName) => Float64Array;
  /** Cells a row has: more than one for several target columns, and for labels. */
  width: number;
}

type Value = number | Float64Array;
/** Its value by how often each row counts. `fixed` where that makes no difference. */
interface Part {
  fixed: boolean;
  value: (weights: Float64Array | null) => Value;
}

/**
 * An expression on some rows, by how often each row counts. What doesn't depend on that is computed once. The work of a
 * call is bounded by parts times rows: there is nothing in an expression that repeats.
 *
 * @param expression whose value is one number.
 * @returns its value; NaN where it is not defined or not finite.
 */
export function evaluateExpression(expression: Expression, facts: Facts): (weights: Float64Array | null) => number {
  const { value } = partOf(expression, facts);
  return (weights) => {
    const result = value(weights);
    return typeof result === 'number' && Number.isFinite(result) ? result : Number.NaN;
  };
}

function partOf(expression: Expression, facts: Facts): Part {
  switch (expression.kind) {
    case 'number':
      return { fixed: true, value: () => expression.value };
    case 'count':
      return { fixed: false, value: (weights) => facts.counts(weights)[expression.name] };
    case 'rows': {
      const rows = facts.rows(expression.name);
      return { fixed: true, value: () => rows };
    }
    case 'negative':
      return each([partOf(expression.of, facts)], (x) => -x);
    case 'not':
      return each([partOf(expression.of, facts)], (x) => (x === 0 ? 1 : 0));
    case 'operator': {
      const apply = OPERATORS[expression.operator];
      return each([partOf(expression.left, facts), partOf(expression.right, facts)], (a, b) => apply(a, b));
    }
    case 'choice':
      return each(
        [expression.test, expression.yes, expression.no].map((part) => partOf(part, facts)),
        (test, yes, no) => (test === 0 ? no : yes),
      );
    case 'function': {
      const apply = FUNCTIONS[expression.name];
      return each([partOf(expression.of, facts)], (x) => apply(x));
    }
    case 'extreme':
      return each(
        expression.of.map((part) => partOf(part, facts)),
        Math[expression.name],
      );
    case 'aggregate': {
      const of = partOf(expression.of, facts);
      return {
        fixed: false,
        value: (weights) => aggregate(expression.name, of.value(weights), facts.width, weights),
      };
    }
  }
}

/** Applies a function to numbers, or row by row if an argument has a value per row. */
function each(parts: Part[], apply: (...values: number[]) => number): Part {
  const value = (weights: Float64Array | null): Value => {
    const values = parts.map((part) => part.value(weights));
    const rows = values.find((of) => typeof of !== 'number');
    if (rows === undefined) return apply(...values.map((of) => at(of, 0)));
    return eachRow(values, rows.length, apply);
  };
  if (!parts.every(({ fixed }) => fixed)) return { fixed: false, value };
  const once = value(null);
  return { fixed: true, value: () => once };
}

/** The loop that takes the time: one and two values, which most functions take, by themselves. */
function eachRow(values: Value[], length: number, apply: (...values: number[]) => number): Float64Array {
  const result = new Float64Array(length);
  const [a, b] = values;
  if (a === undefined) return result;
  if (b === undefined) {
    for (let i = 0; i < length; i++) result[i] = apply(at(a, i));
  } else if (values.length === 2) {
    for (let i = 0; i < length; i++) result[i] = apply(at(a, i), at(b, i));
  } else {
    const taken = values.map((value) => at(value, 0));
    for (let i = 0; i < length; i++) {
      for (let argument = 0; argument < values.length; argument++) taken[argument] = at(values[argument]!, i);
      result[i] = apply(...taken);
    }
  }
  return result;
}

function at(value: Value, i: number): number {
  return typeof value === 'number' ? value : value[i]!;
}

function aggregate(name: AggregateName, of: Value, width: number, weights: Float64Array | null): number {
  if (typeof of === 'number') return of;
  let sum = 0;
  let counted = 0;
  let low = Infinity;
  let high = -Infinity;
  for (let row = 0, i = 0; i < of.length; row++) {
    const weight = weights === null ? 1 : weights[row]!;
    const end = i + width;
    // A row that doesn't count must not reach the sum: 0 times infinity is none.
    if (weight === 0) i = end;
    for (; i < end; i++) {
      const cell = of[i]!;
      sum += weight * cell;
      counted += weight;
      low = Math.min(low, cell);
      high = Math.max(high, cell);
    }
  }
  if (name === 'mean') return sum / counted;
  if (name === 'sum') return sum;
  return name === 'min' ? low : high;
}
