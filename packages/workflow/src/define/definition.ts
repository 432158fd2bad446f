import { z } from 'zod';

export const problemType = z.enum(['binary', 'multiclass', 'scalar-regression']);
export type ProblemType = z.infer<typeof problemType>;

/** A finding about the data. `warn` should be read, `stop` should be mended before believing anything. */
export const finding = z.object({
  check: z.string(),
  severity: z.enum(['info', 'warn', 'stop']),
  finding: z.string(),
  evidence: z.record(z.string(), z.unknown()),
});
export type Finding = z.infer<typeof finding>;

export const input = z.object({
  column: z.string(),
  kind: z.enum(['numeric', 'categorical', 'boolean']),
});
export type Input = z.infer<typeof input>;

/** The problem as understood from the development rows. */
export const definition = z.object({
  type: problemType,
  target: z.string(),
  /** Class labels in order; the second is the positive one of two. Null for a number. */
  classes: z.array(z.string()).nullable(),
  inputs: z.array(input),
  leftOut: z.array(z.object({ column: z.string(), why: z.string() })),
  hypothesis: z.string(),
  audit: z.array(finding),
});
export type Definition = z.infer<typeof definition>;
