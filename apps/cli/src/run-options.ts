import { readOptions, type ReadOptions } from '@stepwell/data/delimited';
import { runSpec } from '@stepwell/workflow/question';
import { usage } from './command/usage-error.ts';
import { readConvolution, readEmbedding } from './layer-options.ts';
import type { RunValues } from './run-option-list.ts';
import type { RunRequest } from './run-to-verdict.ts';

/**
 * Builds a run's spec from the command line options.
 *
 * @param columns the table's column names; an option equal to a column name with commas is not split.
 * @returns the spec, checked.
 * @throws {UsageError} with the option's name.
 */
export function readQuestion(
  values: RunValues,
  known: { dataset: string; testDataset: string | undefined; name: string | undefined },
  columns: string[],
): RunRequest {
  const named = (name: string) => numberedColumn(name, columns);
  const names = (texts: readonly string[] | undefined) =>
    (texts ?? []).flatMap((text) => splitNames(text, columns)).map(named);
  const spec = {
    ...known,
    target: names(values.target),
    type: values.type,
    read: readReadings(values.read),
    drop: names(values.drop),
    keep: names(values.keep),
    levels: values.levels === undefined ? undefined : splitNames(values.levels, []),
    measure: values.measure,
    custom:
      values.expression === undefined
        ? undefined
        : { expression: values.expression, greaterIsBetter: values['lower-is-better'] !== true },
    costs: readCosts(values.costs),
    protocol: values.protocol,
    validationShare: toDecimal('validation-share', values['validation-share']),
    folds: toNumber('folds', values.folds),
    iterations: toNumber('iterations', values.iterations),
    order: values.order,
    timeColumn: values['time-column'] === undefined ? undefined : named(values['time-column']),
    horizon: toNumber('horizon', values.horizon),
    series: values.series === undefined ? undefined : named(values.series),
    season: values.season?.split(',').map((text) => toNumber('season', text)),
    group: values.group === undefined ? undefined : named(values.group),
    query: values.query === undefined ? undefined : named(values.query),
    split: values.split === undefined ? undefined : named(values.split),
    parts: values.part === undefined ? undefined : readPairs('part', values.part),
    prepare: readPairs('prepare', values.prepare),
    words: toNumber('words', values.words),
    model: withoutUndefined({
      units: readUnits(values.units),
      optimizer: values.optimizer,
      learningRate: toDecimal('learning-rate', values['learning-rate']),
      batchSize: toNumber('batch-size', values['batch-size']),
      epochs: toNumber('epochs', values.epochs),
      finalEpochs: toNumber('final-epochs', values['final-epochs']),
      dropout: toDecimal('dropout', values.dropout),
      l1: toDecimal('l1', values.l1),
      l2: toDecimal('l2', values.l2),
      average: toNumber('average', values.average),
      branch: toNumber('branch', values.branch),
      embedding: readEmbedding(values.embedding),
      convolution: readConvolution(values.convolution, values['batch-normalization'] === true),
      classWeight: values['class-weight'],
      ordinal: values.ordinal,
      lastActivation: values['last-activation'],
      loss: values.loss,
    }),
    seed: toNumber('seed', values.seed),
    effort: values.effort,
    ignoreGate: values['ignore-gate'],
  };
  const parsed = runSpec.safeParse(withoutUndefined(spec));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refusal(optionOf(issue!.path), values, issue!.message);
}

/** @returns the error for a value, with the option's name and what was given. */
function refusal(option: string, values: RunValues, message: string) {
  const given = Object.entries(values).find(([name]) => name === option)?.[1];
  const text = given === undefined ? '' : ` ${[given].flat().join(', ')}`;
  return usage(`--${option}${text}: ${message}.`);
}

/** @returns the option that sets a field of the spec: `model.learningRate` is `learning-rate`. */
function optionOf(path: readonly PropertyKey[]): string {
  const [first, second] = path.map(String);
  if (first === 'custom') return 'expression';
  if (first === 'parts') return 'part';
  const field = first === 'model' && second !== undefined ? second : (first ?? '');
  return field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function withoutUndefined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Splits names at commas, unless the text is itself a column name. */
function splitNames(text: string, columns: string[]): string[] {
  return columns.includes(text) ? [text] : text.split(',').map((name) => name.trim());
}

/** In a file without a header, a column can be named by its number. */
function numberedColumn(name: string, columns: string[]): string {
  const numbered = `column ${name}`;
  return !columns.includes(name) && columns.includes(numbered) ? numbered : name;
}

/** Parses "1:5": the costs of a false positive and a false negative. */
function readCosts(text: string | undefined): { falsePositive: number; falseNegative: number } | undefined {
  if (text === undefined) return undefined;
  const [falsePositive, falseNegative, more] = text
    .split(':')
    .map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (
    falsePositive === undefined ||
    falseNegative === undefined ||
    more !== undefined ||
    Number.isNaN(falsePositive + falseNegative)
  ) {
    throw usage(`--costs takes the costs of a false positive and a false negative, such as 1:5, not "${text}".`);
  }
  return { falsePositive, falseNegative };
}

/** Parses "NAME=VALUE" at the last =, since column names may contain one. */
function readPairs(option: string, texts: readonly string[] | undefined): Record<string, string> {
  return Object.fromEntries(
    (texts ?? []).map((text) => {
      const at = text.lastIndexOf('=');
      if (at < 1) throw usage(`--${option} takes NAME=VALUE, not "${text}".`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

/** Parses "COL=HOW", repeated: how columns are read. */
function readReadings(texts: readonly string[] | undefined): Record<string, string[]> | undefined {
  if (texts === undefined) return undefined;
  const readings: Record<string, string[]> = {};
  for (const text of texts) {
    const at = text.lastIndexOf('=');
    if (at < 1) throw usage(`--read takes COL=HOW, such as zip=category, not "${text}".`);
    const column = text.slice(0, at);
    readings[column] = [...(Object.hasOwn(readings, column) ? readings[column]! : []), text.slice(at + 1)];
  }
  return readings;
}

/**
 * The options for how a file is read.
 *
 * @throws {UsageError} with the option's name.
 */
export function readFileOptions(values: RunValues): ReadOptions {
  const { header, delimiter, decimal, missing, encoding, comment, sheet, misfits, resize } = values;
  const words = missing?.split(',').map((word) => word.trim());
  const given = withoutUndefined({
    header,
    delimiter,
    decimal,
    missing: words,
    encoding,
    comment,
    sheet,
    misfits,
    resize,
  });
  const parsed = readOptions.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refusal(String(issue!.path[0]), values, issue!.message);
}

/** Parses "64-64": the units of each hidden layer; "0" for none. */
function readUnits(text: string | undefined): number[] | undefined {
  if (text === undefined) return undefined;
  return text === '0' ? [] : text.split('-').map((units) => toNumber('units', units)!);
}

/** @returns the option as a whole number. @throws {UsageError}. */
export function toNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value)) throw usage(`--${option} takes a whole number, not "${text}".`);
  return value;
}

/** @returns the option as a number. @throws {UsageError}. */
export function toDecimal(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw usage(`--${option} takes a number, not "${text}".`);
  return value;
}

/** @returns the service's upload token: the option, else STEPWELL_TOKEN. */
export function readToken(option: string | undefined): string | undefined {
  const token = (option ?? process.env['STEPWELL_TOKEN'])?.trim();
  return token === '' ? undefined : token;
}
