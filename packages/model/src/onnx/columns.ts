import type { FittedColumn, FittedFeature, FittedNumber, Piece, Scaling } from '@stepwell/workflow/training';
import { applyScaling, widthOf } from '@stepwell/workflow/training';
import type { Signature, SignatureColumn } from '../signature.ts';
import { MS_PER_DAY, sineAndCosine } from './calendar.ts';
import { ML, type Graph, type Value } from './graph.ts';

/** A column as it comes in, [rows, 1]. */
interface Source {
  value: Value;
  /** [rows, 1], bool: whether the cell holds nothing. */
  missing: Value;
  /** Whether values are float64, and not texts or whole numbers. */
  isNumber: boolean;
}

type FittedOneHot = Extract<FittedColumn, { kind: 'one-hot' }>;

/**
 * Adds the inputs of a table and what prepares them: one input a column, [rows, 1], in the columns' own units.
 *
 * @param columns those that are prepared, in the order of a prepared row.
 * @param features squares, products and ratios, behind them.
 * @returns [rows, width], float32; null where nothing is prepared.
 */
export function addPreparation(
  graph: Graph,
  signature: Signature,
  columns: readonly FittedColumn[],
  features: readonly FittedFeature[],
): Value | null {
  const sources = new Map<string, Source>();
  const sourceOf = (fitted: FittedColumn) => {
    const known = sources.get(fitted.column);
    if (known !== undefined) return known;
    const made = addSource(
      graph,
      signature.find(({ name }) => name === fitted.column)!,
      fitted.kind === 'hash',
    );
    sources.set(fitted.column, made);
    return made;
  };
  const parts = columns.flatMap((column) => addColumn(graph, column, sourceOf(column)));
  const numbers = new Map(
    columns
      .filter((column) => column.kind === 'number')
      .map((fitted) => [fitted.column, { fitted, ...sourceOf(fitted) }]),
  );
  parts.push(...features.map((feature) => addFeature(graph, feature, numbers)));
  if (parts.length === 0) return null;
  return graph.node('Concat', parts, { axis: 1 });
}

/** @returns how each column is to be given, for people. */
export function inputDoc({ kind, categories }: SignatureColumn, isHashed: boolean): string {
  if (isHashed)
    return 'which bucket the category falls into (32-bit FNV-1a of its UTF-8, modulo the buckets); -1 if missing';
  switch (kind) {
    case 'numeric':
      return 'a number; NaN if missing';
    case 'boolean':
      return '1 for true, 0 for false, NaN if missing';
    case 'date':
      return 'milliseconds since 1970 in UTC; NaN if missing';
    default:
      return `a category, as the training file spells it${categories === null ? '' : ` (${categories.slice(0, 5).join(', ')} …)`}; empty if missing`;
  }
}

function addSource(graph: Graph, column: SignatureColumn, isHashed: boolean): Source {
  const doc = inputDoc(column, isHashed);
  if (isHashed) {
    const value = graph.input(column.name, 'int64', [1], doc);
    return { value, missing: graph.node('Less', [value, graph.integers([0], [])]), isNumber: false };
  }
  if (column.kind === 'categorical') {
    const value = graph.input(column.name, 'string', [1], doc);
    return { value, missing: graph.cast(encode(graph, value, new Map([['', 1]]), 0), 'bool'), isNumber: false };
  }
  const value = graph.input(column.name, 'double', [1], doc);
  // Infinity less itself is NaN too.
  return { value, missing: graph.node('IsNaN', [graph.node('Sub', [value, value])]), isNumber: true };
}

/** The numbers that a column becomes, each part [rows, n], float32. */
function addColumn(graph: Graph, fitted: FittedColumn, source: Source): Value[] {
  const values = addValues(graph, fitted, source);
  return fitted.markMissing ? [...values, graph.cast(source.missing, 'float')] : values;
}

function addValues(graph: Graph, fitted: FittedColumn, { value, missing, isNumber }: Source): Value[] {
  const zeroIfMissing = (prepared: Value) => graph.node('Where', [missing, graph.float(0), prepared]);
  switch (fitted.kind) {
    case 'number': {
      const exact = addScaling(graph, fitted.scaling, value);
      const scaled = graph.node('Where', [missing, graph.float(fitted.fill), graph.cast(exact, 'float')]);
      return fitted.pieces === undefined ? [scaled] : [scaled, addPieces(graph, fitted.pieces, exact, missing)];
    }
    case 'zero-one':
      return [zeroIfMissing(graph.cast(value, 'float'))];
    case 'date-parts': {
      const trend =
        fitted.trend === null
          ? []
          : [
              graph.cast(
                addScaling(graph, fitted.trend, graph.node('Div', [value, graph.double(MS_PER_DAY)])),
                'float',
              ),
            ];
      return [...trend, ...fitted.parts.map((part) => sineAndCosine(graph, part, value))].map(zeroIfMissing);
    }
    case 'frequency': {
      const scores = new Map(
        fitted.categories.map((name, i) => [name, applyScaling(fitted.scaling, fitted.shares[i]!)]),
      );
      scores.set('', 0);
      return [encodeFloats(graph, value, scores, applyScaling(fitted.scaling, 0))];
    }
    case 'hash':
      return [addHot(graph, value, fitted.buckets)];
    case 'one-hot':
      if (widthOf({ ...fitted, markMissing: false }) === 0) return [];
      return isNumber ? addCodes(graph, fitted, { value, missing, isNumber }) : [addCategories(graph, fitted, value)];
  }
}

/** `shareOfPiece` of every piece, in float64. */
function addPieces(graph: Graph, pieces: readonly Piece[], scaled: Value, missing: Value): Value {
  const row = (numberOf: (piece: Piece) => number) =>
    graph.floats(Float64Array.from(pieces, numberOf), [1, pieces.length]);
  const behind = graph.node('Sub', [scaled, row(({ from }) => from)]);
  const shares = graph.node('Div', [behind, row(({ from, to }) => to - from)]);
  const within = graph.node('Min', [graph.node('Max', [shares, graph.double(0)]), graph.double(1)]);
  return graph.cast(graph.node('Where', [missing, row(({ fill }) => fill), within]), 'float');
}

/** Categories, each a column of its own; rare ones share the last. */
function addCategories(graph: Graph, { categories, others }: FittedOneHot, value: Value): Value {
  const codes = new Map(categories.map((name, code) => [name, code]));
  codes.set('', -1);
  const place = encode(graph, value, codes, others ? categories.length : -1);
  return addHot(graph, place, categories.length + (others ? 1 : 0));
}

/** Numbers as categories, likewise. */
function addCodes(graph: Graph, { categories, others }: FittedOneHot, { value, missing }: Source): Value[] {
  const codes = graph.floats(Float64Array.from(categories, Number), [1, categories.length]);
  const isCode = graph.node('Equal', [value, codes]);
  const hot = graph.cast(isCode, 'float');
  if (!others) return [hot];
  const known = graph.node('ReduceSum', [hot, graph.integers([1])], { keepdims: 1 });
  const rest = graph.node('Sub', [graph.float(1), graph.node('Add', [known, graph.cast(missing, 'float')])]);
  return [hot, rest];
}

/** 1 at a place and 0 elsewhere. @param place [rows, 1], int64; outside of [0, width) for none. */
function addHot(graph: Graph, place: Value, width: number): Value {
  const places = graph.integers(
    Array.from({ length: width }, (_, i) => i),
    [1, width],
  );
  return graph.cast(graph.node('Equal', [place, places]), 'float');
}

/** Texts to whole numbers. */
function encode(graph: Graph, value: Value, codes: ReadonlyMap<string, number>, otherwise: number): Value {
  return graph.node(
    'LabelEncoder',
    [value],
    { keys_strings: [...codes.keys()], values_int64s: [...codes.values()], default_int64: otherwise },
    ML,
  );
}

/** Texts to float32. */
function encodeFloats(graph: Graph, value: Value, scores: ReadonlyMap<string, number>, otherwise: number): Value {
  return graph.node(
    'LabelEncoder',
    [value],
    {
      keys_strings: [...scores.keys()],
      values_floats: { floats: [...scores.values()] },
      default_float: { float: otherwise },
    },
    ML,
  );
}

/** `applyScaling` in float64. */
function addScaling(graph: Graph, { log, scale, center, spread, limit }: Scaling, value: Value): Value {
  const at = (op: string, left: Value, right: number) => graph.node(op, [left, graph.double(right)]);
  let scaled = value;
  if (log !== null) {
    const shifted = at('Min', at('Max', log.shift === 0 ? scaled : at('Sub', scaled, log.shift), 0), Number.MAX_VALUE);
    scaled = graph.node('Log', [at('Add', shifted, 1)]);
  }
  if (scale !== 1) scaled = at('Div', scaled, scale);
  return at('Min', at('Max', at('Div', at('Sub', scaled, center), spread), -limit), limit);
}

function addFeature(
  graph: Graph,
  { kind, left, right, nearest, scaling }: FittedFeature,
  numbers: ReadonlyMap<string, Source & { fitted: FittedNumber }>,
): Value {
  const [a, b] = [numbers.get(left)!, numbers.get(right)!];
  const missing = graph.node('Or', [a.missing, b.missing]);
  const made =
    kind === 'ratio'
      ? graph.node('Div', [a.value, awayFromZero(graph, b.value, nearest)])
      : graph.node('Mul', [addScaling(graph, a.fitted.scaling, a.value), addScaling(graph, b.fitted.scaling, b.value)]);
  const scaled = graph.cast(addScaling(graph, scaling, made), 'float');
  return graph.node('Where', [missing, graph.float(0), scaled]);
}

/** A divisor that isn't nearer to 0 than `nearest`. */
function awayFromZero(graph: Graph, value: Value, nearest: number): Value {
  const isNear = graph.node('Less', [graph.node('Abs', [value]), graph.double(Math.abs(nearest))]);
  return graph.node('Where', [isNear, graph.double(nearest), value]);
}
