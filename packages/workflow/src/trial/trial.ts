import { z } from 'zod';
import { config } from '../build/index.ts';
import { history } from '../fit/index.ts';

/** One configuration, judged on every split of the protocol, or trained on everything outside the vault. */
export const trial = z.object({
  /** Unique in its run. */
  id: z.string(),
  config,
  epochs: z.int().positive(),
  on: z.enum(['splits', 'development']),
});
export type Trial = z.infer<typeof trial>;

/** What came of one fit of a trial. */
export const fitOutcome = z.object({ history, diverged: z.boolean() });
export type FitOutcome = z.infer<typeof fitOutcome>;

/** Names one fit of a trial. */
export interface FitRef {
  id: string;
  trial: Trial;
  /** Which split; null for the fit on all development rows. */
  split: number | null;
}

/** @returns the fits of a trial under a protocol of so many splits. */
export function fitsOf(trial: Trial, splits: number): FitRef[] {
  if (trial.on === 'development') return [{ id: `${trial.id}/all`, trial, split: null }];
  return Array.from({ length: splits }, (_, split) => ({ id: `${trial.id}/fold-${split}`, trial, split }));
}
