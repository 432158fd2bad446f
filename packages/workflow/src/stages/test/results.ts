import { z } from 'zod';
import { metricName } from '@stepwell/metrics/names';
import { baselineName } from '../baseline/index.ts';
import { modelSpec } from '../../training/architecture/index.ts';

export const testResult = z.object({
  metric: metricName,
  value: z.number(),
  ci: z.tuple([z.number(), z.number()]),
  /** How many times the vault has been opened. */
  opened: z.int(),
  /** The trial of the search that was tested. */
  trial: z.string(),
  rows: z.int(),
  /** Every metric that applies and is defined, on the test rows. */
  metrics: z.record(z.string(), z.number()),
  /** How much better than the best guess on the same rows, in the measure's unit: 95 % interval of the paired gain. */
  gainCi: z.tuple([z.number(), z.number()]),
  /** How likely so large a gain is by luck, one-sided. */
  p: z.number(),
  /** Test rows that are, cell by cell, also among the rows that were trained on. */
  repeats: z.int(),
  /** The best guess on the same rows. */
  baseline: z.object({ name: baselineName, value: z.number() }),
  /** How much worse than on validation, in the measure's unit: positive when the test went worse. */
  valToTestGap: z.number(),
  /** Mean cost a row on the test rows, where costs were stated. */
  cost: z.number().nullable(),
});
export type TestResult = z.infer<typeof testResult>;

export const finalModel = z.object({
  spec: modelSpec,
  epochs: z.int(),
  params: z.int(),
  /** Of the weights: tensor after tensor, little-endian float32. */
  sha256: z.string(),
});
export type FinalModel = z.infer<typeof finalModel>;
