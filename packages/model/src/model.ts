import { modelSpec, preparationRecord, type FittedPreparation } from '@stepwell/workflow/training';
import { certainty } from '@stepwell/metrics/certainty';
import { question, type Question } from '@stepwell/workflow/question';
import { z } from 'zod';
import { signature } from './signature.ts';

/** Where a model comes from. */
const origin = z.object({
  /** Fingerprint of the dataset. */
  dataset: z.string(),
  verdict: z.string(),
  measure: z.string(),
  value: z.number(),
  ci: z.tuple([z.number(), z.number()]),
  rows: z.object({ trained: z.int(), tested: z.int() }),
});

/** How sure its predictions are. */
const sureness = z.object({
  /** Intervals of numbers, or sets of classes. */
  bands: certainty,
  /** How many of the test rows they held the truth of; null where that wasn't counted. */
  coverage: z.object({ value: z.number(), ci: z.tuple([z.number(), z.number()]), rows: z.int() }).nullable(),
  /** `time`, `group`: they hold less surely for a later time, or for a single new group. */
  order: z.enum(['random', 'time', 'group']),
});

/** A model as plain data, without its weights. */
export const modelHeader = z.object({
  schema: z.literal('stepwell.model/1'),
  question,
  /** The probability from which the second of two classes is predicted. */
  threshold: z.number(),
  /** Null of labels, of too few rows, and in models from before there were any. */
  certainty: sureness.nullable().default(null),
  preparation: preparationRecord,
  spec: modelSpec,
  signature,
  /** Sha256 of the weights, tensor after tensor as little-endian float32. */
  sha256: z.string(),
  origin,
});
export type ModelHeader = z.infer<typeof modelHeader>;

/** A trained model with all that a prediction needs. Immutable. */
export interface Model extends ModelHeader {
  /** In the order of `weightShapes(spec)`, float32. */
  weights: Float32Array[];
}

/** @returns the model without the rows that its preparation was fitted on. */
export function plainPreparation(fitted: FittedPreparation): ModelHeader['preparation'] {
  const { columns, features, width, text, image, target, levels } = fitted;
  return { columns, features, width, text, image, target, ...(levels === undefined ? {} : { levels }) };
}

/** @returns what a model keeps of the question it was trained for. */
export function questionOf(definition: Question): ModelHeader['question'] {
  const { type, target, classes, labels, separator, bounds, query, forecast } = definition;
  return {
    type,
    target,
    classes,
    labels,
    separator,
    bounds,
    ...(query === undefined ? {} : { query }),
    ...(forecast === undefined ? {} : { forecast }),
  };
}
