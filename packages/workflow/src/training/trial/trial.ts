import { z } from 'zod';
import { config } from '../architecture/index.ts';
import { history } from '../fit/index.ts';

/** One configuration and the rows it is trained and validated on. */
export const trial = z.object({
  /** Unique in its run. */
  id: z.string(),
  config,
  epochs: z.int().positive(),
  /**
   * `splits`: every split of the protocol. `development`: all rows outside the vault, judged by nothing. `ordered`: the
   * first three quarters of the rows in `order`, judged on the last. `shuffled`: the same shares, drawn.
   * `grouped`: likewise, with rows of one `group` on the same side.
   */
  on: z.enum(['splits', 'development', 'ordered', 'shuffled', 'grouped']),
  /** Indices of the splits; null for all. */
  splits: z.array(z.int().nonnegative()).nullable(),
  /** Share of the training rows to use, in (0, 1]. */
  share: z.number().gt(0).max(1),
  /** Share of the validation rows to judge by, in (0, 1]; absent for all. */
  validationShare: z.number().gt(0).max(1).optional(),
  /** `shuffled`: the training targets in random order. `late`: whether a row is late in `order`. */
  target: z.enum(['given', 'shuffled', 'late']),
  /** Order of the rows: by the time column, or by position in the file. */
  order: z.enum(['time', 'rows']),
  /** The column of the groups of a trial on `grouped` rows, which is no input of it; null for others. */
  group: z.string().nullable().default(null),
  /** How columns are prepared: as the run's preparation says, or otherwise; see `variantOf`. */
  inputs: z.enum(['given', 'trend', 'no-trend', 'categories', 'front', 'columns', 'few-lags']).default('given'),
  /** `log`: a number to predict is learned as ln(1 + y); as the run's definition says when absent. */
  scale: z.literal('log').optional(),
  /** When its fits may end before their last epoch; absent for never. See `isOver`. */
  ending: z.enum(['turned', 'settled']).optional(),
});
export type Trial = z.infer<typeof trial>;

/** Default fields of a trial. */
const PLAIN = {
  on: 'splits',
  splits: null,
  share: 1,
  target: 'given',
  order: 'rows',
  inputs: 'given',
  group: null,
} as const;

/** @returns a trial of a configuration on every split of the protocol, with the given fields. */
export function trialOf(
  id: string,
  config: Trial['config'],
  epochs: number,
  fields: Partial<Omit<Trial, 'id' | 'config' | 'epochs'>> = {},
): Trial {
  return { ...PLAIN, ...fields, id, config, epochs };
}

/**
 * @param id that of the repetitions begins with; the trial's own by default.
 * @returns a trial and its repetitions, so many in all, which differ in their initial weights and the order of their rows.
 */
export function repeated(trial: Trial, fits: number, id = trial.id): Trial[] {
  const { config, epochs, ...fields } = trial;
  const others = Array.from({ length: fits - 1 }, (_, i) => trialOf(`${id}.${i + 2}`, config, epochs, fields));
  return [trial, ...others];
}

/** Outcome of one fit of a trial. */
export const fitOutcome = z.object({ history, diverged: z.boolean() });
export type FitOutcome = z.infer<typeof fitOutcome>;

/** Reference to one fit of a trial. */
export interface FitRef {
  id: string;
  trial: Trial;
  /** Index of the protocol's split; null for a fit on all development rows, or on its own split. */
  split: number | null;
}

/** @returns the fits of a trial under a protocol of so many splits. */
export function fitsOf(trial: Trial, splits: number): FitRef[] {
  switch (trial.on) {
    case 'development':
      return [{ id: `${trial.id}/all`, trial, split: null }];
    case 'ordered':
    case 'shuffled':
    case 'grouped':
      return [{ id: `${trial.id}/held-out`, trial, split: null }];
    case 'splits':
      return (trial.splits ?? Array.from({ length: splits }, (_, split) => split)).map((split) => ({
        id: `${trial.id}/fold-${split}`,
        trial,
        split,
      }));
  }
}
