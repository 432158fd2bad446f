import type { RunSpec } from '../../question/index.ts';
import { repeated, trialOf, type Trial } from '../../training/trial/index.ts';
import type { Protocol } from '../protocol/index.ts';
import type { Tune } from './tuned.ts';

/**
 * The chosen configuration for its epochs, on splits that hold each row out once: the models whose predictions for validation rows set the threshold,
 * the temperature, and how far predictions may be off.
 *
 * @param candidates of the search.
 * @param fits of the configuration, whose outputs are averaged.
 * @returns a trial for each of them.
 */
export function planOutOfFold(tune: Tune, { k }: Pick<Protocol, 'k'>, candidates: readonly Trial[], fits = 1): Trial[] {
  const best = tune.trials.find(({ id }) => id === tune.best)!;
  // Once a row: of repeated folds the first.
  const splits = k === null ? null : Array.from({ length: k }, (_, split) => split);
  // The search has these very models, if they were trained to the chosen epoch and no further.
  const trained = candidates.find(({ id }) => id === best.id);
  if (trained?.epochs === best.bestEpoch && trained.ending === undefined)
    return repeated({ ...trained, splits }, fits, 'out-of-fold');
  return repeated(trialOf('out-of-fold', best.config, best.bestEpoch, { splits }), fits);
}

/** @returns whether predictions for validation rows are wanted: not where one fit was asked for, unless costs need them. */
export function needsOutOfFold({ effort, costs }: Pick<RunSpec, 'effort' | 'costs'>): boolean {
  return effort !== 'single' || costs !== undefined;
}
