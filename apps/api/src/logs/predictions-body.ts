import type { Predictions, Target } from '@stepwell/metrics';
import { StepwellError } from '@stepwell/base/errors';
import { z } from 'zod';

/** Rows of one part, and classes of a target. */
export const MOST_ROWS = 20_000;
const MOST_CLASSES = 100;
const LABEL_LENGTH = 200;
/** How far probabilities of a row may be from 1 together. */
const TOLERANCE = 1e-3;

const label = z.union([z.string().max(LABEL_LENGTH), z.number(), z.boolean()]).transform(String);
const rows = <T extends z.ZodType>(row: T) => z.array(row).min(2).max(MOST_ROWS);
const part = z.enum(['validation', 'test']);

/** Truths and predictions of one part of the data. */
export const predictionsBody = z.discriminatedUnion('task', [
  z.strictObject({
    task: z.literal('regression'),
    part,
    truths: rows(z.number()),
    predictions: rows(z.number()),
  }),
  z.strictObject({
    task: z.literal('classification'),
    part,
    truths: rows(label),
    /** A class each, or the probability of each class. */
    predictions: z.union([rows(label), rows(z.array(z.number().min(0).max(1)).min(2).max(MOST_CLASSES))]),
    /** In the order of the probabilities; without them, the classes that occur. */
    classes: z.array(label).min(2).max(MOST_CLASSES).optional(),
  }),
]);
export type PredictionsBody = z.infer<typeof predictionsBody>;

/** What is measured. */
export interface Measured {
  target: Target;
  predictions: Predictions;
  /** Whether probabilities were sent, rather than a class for each row. */
  probable: boolean;
  classes: string[] | null;
}

/** @returns truths and predictions as they are measured. @throws {StepwellError} `invalid_request` if they don't fit. */
export function measuredOf(body: PredictionsBody): Measured {
  const { truths, predictions } = body;
  if (truths.length !== predictions.length) {
    throw invalid(
      `${truths.length} truths and ${predictions.length} predictions were sent; one of each per row was expected`,
    );
  }
  if (body.task === 'regression') {
    return {
      target: { kind: 'number', width: 1, values: Float64Array.from(body.truths) },
      predictions: { kind: 'number', width: 1, values: Float64Array.from(body.predictions) },
      probable: false,
      classes: null,
    };
  }
  const labels = body.predictions.filter((row) => typeof row === 'string');
  const probabilities = body.predictions.filter((row) => typeof row !== 'string');
  const probable = probabilities.length > 0;
  if (probable && body.classes === undefined) {
    throw invalid('classes: probabilities need the classes that they are of, in their order');
  }
  const classes = body.classes ?? inOrder([...new Set([...body.truths, ...labels])]);
  if (new Set(classes).size !== classes.length) throw invalid('classes: one of them is named twice');
  if (classes.length < 2 || classes.length > MOST_CLASSES) {
    throw invalid(`there are ${classes.length} classes; 2 to ${MOST_CLASSES} were expected`);
  }
  const codes = new Map(classes.map((name, code) => [name, code]));
  const codeOf = (name: string) => {
    const code = codes.get(name);
    if (code === undefined) throw invalid(`"${name.slice(0, 60)}" is none of the classes`);
    return code;
  };
  const values = new Float64Array(truths.length * classes.length);
  if (probable) probabilities.forEach((row, i) => values.set(checkRow(row, i, classes.length), i * classes.length));
  else labels.forEach((name, i) => (values[i * classes.length + codeOf(name)] = 1));
  return {
    target: { kind: 'classes', classes, codes: Int32Array.from(body.truths, codeOf) },
    predictions: { kind: 'probabilities', numClasses: classes.length, values },
    probable,
    classes,
  };
}

function checkRow(row: number[], i: number, classes: number): number[] {
  const sum = row.reduce((total, p) => total + p, 0);
  if (row.length !== classes) {
    throw invalid(
      `predictions.${i} has ${row.length} probabilities; one for each of the ${classes} classes was expected`,
    );
  }
  if (Math.abs(sum - 1) > TOLERANCE) throw invalid(`predictions.${i}: the probabilities sum to ${sum}, not to 1`);
  return row.map((p) => p / sum);
}

/** @returns classes as people order them: numbers by size, other words by their letters. */
function inOrder(classes: string[]): string[] {
  const numeric = classes.every((name) => name.trim() !== '' && Number.isFinite(Number(name)));
  return classes.sort(numeric ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : 1));
}

function invalid(words: string): StepwellError {
  return new StepwellError('invalid_request', `The request is invalid: ${words}.`);
}
