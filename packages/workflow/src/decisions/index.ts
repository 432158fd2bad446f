import { z } from 'zod';
import { STAGES, type StageName } from './stages.ts';

export { STAGES, type StageName } from './stages.ts';

export const stageName = z.enum(STAGES);

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
