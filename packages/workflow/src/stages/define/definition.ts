import { z } from 'zod';
import { question } from '../../question/index.ts';

/** A finding about the data. `warn` should be read, `stop` should be fixed before trusting any result. */
export const finding = z.object({
  check: z.string(),
  severity: z.enum(['info', 'warn', 'stop']),
  finding: z.string(),
  evidence: z.record(z.string(), z.unknown()),
});
export type Finding = z.infer<typeof finding>;

export const input = z.object({
  column: z.string(),
  kind: z.enum(['numeric', 'categorical', 'boolean', 'date', 'text', 'image']),
  /** Only for images. */
  size: z.object({ height: z.int(), width: z.int(), channels: z.int() }).optional(),
});
export type Input = z.infer<typeof input>;

/** The problem as understood from the development rows. */
export const definition = question.extend({
  inputs: z.array(input),
  leftOut: z.array(z.object({ column: z.string(), why: z.string() })),
  /** Columns that leak the target, each with the reason; they are among `leftOut`. */
  leaks: z.array(z.object({ column: z.string(), why: z.string() })),
  /** The column that may hold each row's time; null if there is none. */
  timeColumn: z.string().nullable(),
  hypothesis: z.string(),
  audit: z.array(finding),
});
export type Definition = z.infer<typeof definition>;
