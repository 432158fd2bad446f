import { z } from 'zod';

/** The stations of the workflow, in order. */
export const STAGES = [
  'define',
  'measure',
  'protocol',
  'prepare',
  'baseline',
  'power',
  'scale-up',
  'tune',
  'test',
] as const;
export const stageName = z.enum(STAGES);
export type StageName = z.infer<typeof stageName>;

/** One thing that was decided. The report is written from these. */
export const decision = z.object({
  stage: stageName,
  /** What was chosen, in a few words. */
  choice: z.string(),
  /** The reason, as a sentence with its numbers. */
  why: z.string(),
  /** The numbers that the reason stands on. */
  evidence: z.record(z.string(), z.unknown()),
  by: z.enum(['rule', 'user']),
});
export type Decision = z.infer<typeof decision>;

/** A decision that a rule took. */
export function byRule(
  stage: StageName,
  choice: string,
  why: string,
  evidence: Record<string, unknown> = {},
): Decision {
  return { stage, choice, why, evidence, by: 'rule' };
}

/** A decision that the person took in the spec. */
export function byUser(
  stage: StageName,
  choice: string,
  why: string,
  evidence: Record<string, unknown> = {},
): Decision {
  return { stage, choice, why, evidence, by: 'user' };
}
