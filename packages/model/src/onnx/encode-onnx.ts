import { forecastColumns } from '@stepwell/workflow/question';
import { layerShapes } from '@stepwell/workflow/training';
import type { Model } from '../model.ts';
import { addPreparation } from './columns.ts';
import { Graph, type Value } from './graph.ts';
import { addLayers, wordsAtOnce, type PreparedInputs } from './layers.ts';

/**
 * Names of the input of a text's words and of the outputs. An underscore follows where a column has the name: in a graph each
 * stands for one value.
 */
export function namesIn({ signature }: Pick<Model, 'signature'>) {
  const columns = new Set(signature.map(({ name }) => name));
  const free = (name: string): string => (columns.has(name) ? free(`${name}_`) : name);
  return {
    words: free('words'),
    probabilities: free('probabilities'),
    label: free('label'),
    numbers: free('numbers'),
  };
}

/**
 * Writes a model as ONNX, with its preparation: columns go in as they are, one input each, and what comes out is in the target's
 * unit. Texts go in as ids of the vocabulary and hashed categories as buckets, since ONNX can make neither from texts.
 *
 * Inputs are float64, [rows, 1], but for categories (texts), texts (int64, [rows, words]) and images (uint8, [rows, height, width,
 * channels]). Outputs are `probabilities`, float32, and for classes `label`, a text; or `numbers`, float64; see `namesIn`.
 *
 * @see https://onnx.ai/onnx/repo-docs/IR.html
 */
export function encodeOnnx(model: Model): Uint8Array<ArrayBuffer> {
  const { preparation, signature, spec, weights, origin } = model;
  const graph = new Graph();
  const inputs: PreparedInputs = {
    numbers: addPreparation(graph, signature, preparation.columns, preparation.features ?? []),
    words: preparation.text === null ? null : addWordInput(graph, model),
    images: preparation.image === null ? null : addImageInput(graph, model),
  };
  const outputs = addLayers(graph, spec, weights, inputs);
  addOutputs(graph, model, outputs);
  return graph.encode(`Trained by Stepwell. ${origin.verdict}`, { sha256: model.sha256, dataset: origin.dataset });
}

function addWordInput(graph: Graph, model: Model): Value {
  const { words, columns, form } = model.preparation.text!;
  const length = wordsAtOnce(model.spec) ?? 'words';
  const which = form === 'multi-hot' ? 'each word once' : 'in their order';
  const where =
    length === 'words'
      ? `filled up with ${words.length}`
      : `the last ${length}, filled up with ${words.length} in front`;
  return graph.input(
    namesIn(model).words,
    'int64',
    [length],
    `ids of the words of ${columns.join(' and ')}, ${which}, ${where}: a word's place in preparation.text.words of model.json`,
  );
}

function addImageInput(graph: Graph, { preparation, signature }: Model): Value {
  const { column, scale } = preparation.image!;
  const { height, width, channels } = signature.find(({ name }) => name === column)!.size!;
  const bytes = graph.input(column, 'uint8', [height, width, channels], 'pixels from 0 to 255');
  return graph.node('Mul', [graph.cast(bytes, 'float'), graph.float(scale)]);
}

function addOutputs(graph: Graph, model: Model, outputs: Value): void {
  const { question, preparation, threshold, spec } = model;
  const names = namesIn(model);
  switch (question.type) {
    case 'binary': {
      const both = [graph.node('Sub', [graph.float(1), outputs]), outputs];
      graph.output(graph.node('Concat', both, { axis: 1 }), names.probabilities, 'float', [2]);
      const isSecond = graph.node('GreaterOrEqual', [graph.cast(outputs, 'double'), graph.double(threshold)]);
      addLabel(graph, names.label, question.classes!, graph.cast(isSecond, 'int64'));
      return;
    }
    case 'multiclass':
    case 'ordinal': {
      const values = preparation.levels === undefined ? outputs : addLevels(graph, outputs, preparation.levels);
      graph.output(values, names.probabilities, 'float', [question.classes!.length]);
      addLabel(graph, names.label, question.classes!, graph.node('ArgMax', [values], { axis: 1, keepdims: 1 }));
      return;
    }
    case 'multilabel':
      graph.output(outputs, names.probabilities, 'float', [question.labels!.length]);
      return;
    case 'ranking':
    case 'scalar-regression':
    case 'vector-regression': {
      const width = layerShapes(spec).at(-1)!.output[0]!;
      const unscaled = unscale(graph, preparation.target!, outputs, width);
      graph.output(addRelation(graph, model, unscaled), names.numbers, 'double', [width]);
    }
  }
}

/** `probabilitiesOfLevels`. */
function addLevels(graph: Graph, reached: Value, levels: number): Value {
  const column = (at: number) => graph.node('Gather', [reached, graph.integers([at])], { axis: 1 });
  let above: Value | null = null;
  const probabilities: Value[] = [];
  for (let level = 0; level + 1 < levels; level++) {
    const next: Value = above === null ? column(level) : graph.node('Min', [above, column(level)]);
    probabilities.push(graph.node('Sub', [above ?? graph.float(1), next]));
    above = next;
  }
  return graph.node('Concat', [...probabilities, above!], { axis: 1 });
}

/** @param code [rows, 1], int64. */
function addLabel(graph: Graph, name: string, classes: readonly string[], code: Value): void {
  graph.output(graph.node('Gather', [graph.strings(classes), code], { axis: 0 }), name, 'string', [1]);
}

/** `fromRelative`: a forecast is relative to what its row lets expect, which go in beside the inputs. */
function addRelation(graph: Graph, { question: { forecast } }: Model, values: Value): Value {
  if (forecast === undefined) return values;
  const { expected, scale } = forecastColumns(forecast);
  const doc = 'a number that the forecast is relative to';
  const said = expected.map((name) => graph.input(name, 'double', [1], doc));
  const together = said.length === 1 ? said[0]! : graph.node('Concat', said, { axis: 1 });
  const scaled = graph.node('Mul', [values, graph.input(scale, 'double', [1], doc)]);
  return graph.node('Add', [scaled, together]);
}

/** `unscaleTarget` in float64. */
function unscale(
  graph: Graph,
  target: NonNullable<Model['preparation']['target']>,
  outputs: Value,
  width: number,
): Value {
  const { mean, sd, log } = target;
  const row = (values: readonly number[]) => graph.floats(Float64Array.from(values), [1, width]);
  const scaled = graph.node('Add', [graph.node('Mul', [graph.cast(outputs, 'double'), row(sd)]), row(mean)]);
  if (log === undefined) return scaled;
  const value = graph.node('Sub', [graph.node('Exp', [scaled]), graph.double(1)]);
  const positive = graph.node('Max', [value, graph.double(0)]);
  return graph.node('Min', [positive, row(log.most.map((most) => 2 * most))]);
}
