import { z } from 'zod';
import { METRIC_NAMES } from '@stepwell/metrics/names';
import { baselineName } from '../baseline/index.ts';
import { ahead } from './judge-ahead.ts';
import { modelSpec } from '../../training/architecture/index.ts';

export const testResult = z.object({
  metric: z.enum(METRIC_NAMES),
  value: z.number(),
  ci: z.tuple([z.number(), z.number()]),
  /** How many times the vault has been opened. */
  opened: z.int(),
  /** The trial of the search that was tested. */
  trial: z.string(),
  rows: z.int(),
  /** Every metric that applies and is defined, on the test rows. */
  metrics: z.record(z.string(), z.number()),
  /** 95 % interval of the paired gain over the baseline on the same rows, in the measure's unit. */
  gainCi: z.tuple([z.number(), z.number()]),
  /** The probability of so large a gain by chance, one-sided. */
  p: z.number(),
  /** Test rows that exactly repeat a training row. */
  repeats: z.int(),
  /** The best constant baseline on the same rows. */
  baseline: z.object({ name: baselineName, value: z.number() }),
  /** How much worse than on validation, in the measure's unit: positive if the test is worse. */
  valToTestGap: z.number(),
  /** Mean cost per test row, if costs were set. */
  cost: z.number().nullable(),
  /** How often intervals or sets hold the truth on the test rows; null without them. */
  coverage: z
    .object({
      level: z.number(),
      value: z.number(),
      /** 95 % interval, Wilson's. */
      ci: z.tuple([z.number(), z.number()]),
      /** Median width of the intervals of each target column, or mean number of classes in a set. */
      sizes: z.array(z.number()),
    })
    .nullable()
    .default(null),
  /** Of rankings: the queries that were scored. */
  queries: z.int().optional(),
  /** Of rankings: the input that alone ranks best, its score, and how much better the model is, with its paired 95 % interval. */
  oneColumn: z
    .object({ column: z.string(), value: z.number(), gain: z.number(), gainCi: z.tuple([z.number(), z.number()]) })
    .optional(),
  /** Of forecasts: the model beside the naive ones, and how often intervals hold the truth, by steps ahead; absent for others. */
  ahead: ahead.optional(),
  /** Expected calibration error of the probabilities on the test rows, as trained and as calibrated; null of numbers. */
  calibration: z.object({ before: z.number(), after: z.number() }).nullable().default(null),
});
export type TestResult = z.infer<typeof testResult>;

export const finalModel = z.object({
  spec: modelSpec,
  epochs: z.int(),
  /** How many fits it is the mean of, side by side in its layers; absent for one. */
  fits: z.int().min(2).optional(),
  /** Numbers that were learned. */
  params: z.int(),
  /** Of the weights: tensor after tensor, little-endian float32. */
  sha256: z.string(),
});
export type FinalModel = z.infer<typeof finalModel>;
