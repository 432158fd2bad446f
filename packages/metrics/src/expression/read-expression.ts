import jsep from 'jsep';
import { StepwellError } from '@stepwell/base/errors';
import type { Target } from '../targets/index.ts';
import type { Expression } from './expression.ts';
import { nearest } from './nearest.ts';
import { AGGREGATES, FUNCTIONS, isKeyOf, namesFor, OPERATORS, type Names, type Shape } from './vocabulary.ts';

const MAX_LENGTH = 500;
const MAX_NODES = 200;
const MAX_DEPTH = 30;

/**
 * Reads an expression over such a target: numbers, names, operators and functions of the vocabulary, nothing else. No
 * part of it is ever run as code.
 *
 * @param text at most 500 characters, 200 parts, 30 levels deep.
 * @returns an expression whose value is one number.
 * @throws {StepwellError} `invalid_expression` with what is wrong, and what may stand there.
 */
export function readExpression(text: string, target: Target): Expression {
  if (text.length > MAX_LENGTH) refuse(`It has ${text.length} characters; ${MAX_LENGTH} are the most.`);
  const expression = reader(namesFor(target))(parse(text), 1);
  if (expression.shape === 'rows') refuse('Its value is one number a row. Reduce it with mean, sum, min or max.');
  return expression;
}

function parse(text: string): unknown {
  try {
    return jsep(text);
  } catch (cause) {
    return refuse(`It can't be read: ${cause instanceof Error ? cause.message : 'not an expression'}.`, cause);
  }
}

function refuse(what: string, cause?: unknown): never {
  throw new StepwellError('invalid_expression', `The metric's expression is invalid. ${what}`, { cause });
}

/** Turns what the parser made into expressions of our own, part by part. */
function reader(names: Names): (node: unknown, depth: number) => Expression {
  let parts = 0;
  const known = [...names.counts, ...names.rows, ...Object.keys(FUNCTIONS), ...AGGREGATES, 'pow'];

  function read(node: unknown, depth: number): Expression {
    parts++;
    if (parts > MAX_NODES) refuse(`It has more than ${MAX_NODES} parts.`);
    if (depth > MAX_DEPTH) refuse(`It is nested more than ${MAX_DEPTH} deep.`);
    const inner = (key: string) => read(field(node, key), depth + 1);
    switch (field(node, 'type')) {
      case 'Literal':
        return readNumber(field(node, 'value'));
      case 'Identifier':
        return readName(String(field(node, 'name')));
      case 'UnaryExpression':
        return readUnary(field(node, 'operator'), inner('argument'));
      case 'BinaryExpression':
        return readBinary(node, inner('left'), inner('right'));
      case 'ConditionalExpression': {
        const [test, yes, no] = [inner('test'), inner('consequent'), inner('alternate')];
        return { kind: 'choice', test, yes, no, shape: widest([test, yes, no]) };
      }
      case 'CallExpression':
        return readCall(field(node, 'callee'), field(node, 'arguments'), depth);
      case 'MemberExpression':
        return refuse('It reaches into a value with "." or "[ ]", which nothing here has.');
      case 'ArrayExpression':
        return refuse('Lists are not known here.');
      case 'ThisExpression':
        return refuse('"this" is not known here.');
      default:
        return refuse('It must be one expression: it is empty, or several stand beside each other.');
    }
  }

  function readName(name: string): Expression {
    const count = names.counts.find((each) => each === name);
    if (count !== undefined) return { kind: 'count', name: count, shape: 'one' };
    const rows = names.rows.find((each) => each === name);
    if (rows !== undefined) return { kind: 'rows', name: rows, shape: 'rows' };
    return unknown(name);
  }

  function readCall(callee: unknown, given: unknown, depth: number): Expression {
    if (field(callee, 'type') !== 'Identifier') refuse('Only a function by its name can be called.');
    const name = String(field(callee, 'name'));
    const of = Array.isArray(given) ? given.map((each: unknown) => read(each, depth + 1)) : [];
    const [first, second] = of;
    if (name === 'pow') {
      if (first === undefined || second === undefined || of.length > 2) return refuse('pow takes two values.');
      return { kind: 'operator', operator: '**', left: first, right: second, shape: widest(of) };
    }
    if (first === undefined) return refuse(`${name} takes a value.`);
    if ((name === 'min' || name === 'max') && of.length > 1) return { kind: 'extreme', name, of, shape: widest(of) };
    if (of.length > 1) refuse(`${name} takes one value, not ${of.length}.`);
    const aggregate = AGGREGATES.find((each) => each === name);
    if (aggregate !== undefined) {
      if (first.shape === 'one')
        refuse(`${name} takes a value of each row (${names.rows.join(', ')}); it was given one number.`);
      return { kind: 'aggregate', name: aggregate, of: first, shape: 'one' };
    }
    return isKeyOf(FUNCTIONS, name) ? { kind: 'function', name, of: first, shape: first.shape } : unknown(name);
  }

  function unknown(name: string): never {
    const meant = nearest(name, known);
    const hint = meant === undefined ? `Known are ${known.join(', ')}.` : `Did you mean "${meant}"?`;
    return refuse(`"${name.slice(0, 40)}" is not known here. ${hint}`);
  }

  return read;
}

function readNumber(value: unknown): Expression {
  if (typeof value === 'number' && Number.isFinite(value)) return { kind: 'number', value, shape: 'one' };
  return refuse('Only finite numbers can stand in it; no text, true, false or null.');
}

function readUnary(operator: unknown, of: Expression): Expression {
  if (operator === '+') return of;
  if (operator === '-') return { kind: 'negative', of, shape: of.shape };
  if (operator === '!') return { kind: 'not', of, shape: of.shape };
  return refuse(`"${String(operator)}" is not known here.`);
}

function readBinary(node: unknown, left: Expression, right: Expression): Expression {
  const operator = String(field(node, 'operator'));
  if (!isKeyOf(OPERATORS, operator)) {
    return refuse(`"${operator}" is not known here. Known are ${Object.keys(OPERATORS).join(' ')}.`);
  }
  if (operator === '**' && left.kind === 'negative') {
    refuse('A minus before a power can be read in two ways. Write pow(-x, 2), or 0 - x ** 2.');
  }
  return { kind: 'operator', operator, left, right, shape: widest([left, right]) };
}

function widest(of: Expression[]): Shape {
  return of.some(({ shape }) => shape === 'rows') ? 'rows' : 'one';
}

/** A field of a node that the parser made, of which nothing is taken for granted. */
function field(node: unknown, key: string): unknown {
  return typeof node === 'object' && node !== null ? Object.getOwnPropertyDescriptor(node, key)?.value : undefined;
}
