import { z } from 'zod';

/** How much a run may spend: how many rungs, trials and epochs. */
export const effort = z.enum(['quick', 'standard', 'thorough']);
export type Effort = z.infer<typeof effort>;

export const metricName = z.enum(['accuracy', 'log-loss', 'mae', 'mse']);
export type MetricName = z.infer<typeof metricName>;

export const protocolKind = z.enum(['hold-out', 'k-fold']);
export type ProtocolKind = z.infer<typeof protocolKind>;

const columnName = z.string().min(1).max(1_000);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a sha256 in 64 lowercase hexadecimal digits');

/** What the person asked for. Never changes once the run exists. */
export const runSpec = z.strictObject({
  /** The dataset's sha256. */
  dataset: sha256,
  /** Another dataset whose rows are the sealed ones. */
  testDataset: sha256.optional(),
  /** What the run is called; the file's name as a rule. */
  name: z.string().trim().min(1).max(200).optional(),
  /** The column to predict. */
  target: z.array(columnName).min(1).max(100),
  /** Columns to leave out. */
  drop: z.array(columnName).max(1_000).default([]),
  measure: metricName.optional(),
  protocol: protocolKind.optional(),
  /** Folds of a k-fold protocol. */
  folds: z.int().min(2).max(20).optional(),
  /** Everything random follows from it. */
  seed: z.int().min(0).max(4_294_967_295).default(0),
  effort: effort.default('standard'),
  /** Go on where the small model does not beat the baseline. */
  goOn: z.boolean().default(false),
});
export type RunSpec = z.infer<typeof runSpec>;
/** A spec as sent, defaults not yet filled in. */
export type RunSpecInput = z.input<typeof runSpec>;
