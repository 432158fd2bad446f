import { flopsPerRow } from '../../training/architecture/index.ts';
import { budgetOfEffort, epochsFor, FEWEST_EPOCHS } from '../../question/index.ts';
import { configOfRung, type ScaleUpContext } from './config-of-rung.ts';
import { fewestEpochs } from './fewest-epochs.ts';
import { ladderFor } from './ladder.ts';
import { modelOfConfig } from './model-of-config.ts';

/** The shares of the training rows that rungs may train on. */
const SHARES = [1, 1 / 2, 1 / 4, 1 / 8, 1 / 16];
/** Fewer training rows say little of all of them. */
const FEWEST_ROWS = 4_000;

/** Which rows rungs and short fits train on, and are judged by. */
export interface Shares {
  /** Of the training rows. */
  share: number;
  /** Of the validation rows; absent for all. */
  validationShare?: number;
}

/**
 * The shares of the rows for rungs and short fits: of the training rows the largest on which the first rung stays within the effort's
 * operations, otherwise the smallest one with enough rows; of the validation rows as many, if those are enough.
 *
 * @see Jamieson, Talwalkar: Non-stochastic best arm identification and hyperparameter optimization (2016), on rows as the resource
 *   that candidates earn
 */
export function sharesOfRungs(context: ScaleUpContext): Shares {
  const { protocol, spec } = context;
  const { rungFlops } = budgetOfEffort(spec.effort);
  // Whoever sets the epochs means them as they are.
  if (rungFlops === Infinity || spec.model.epochs !== undefined) return { share: 1 };
  const { train, validation } = protocol.rows;
  const shares = SHARES.filter((one) => one === 1 || one * train >= FEWEST_ROWS);
  const isWithin = (one: number) => FEWEST_EPOCHS * flopsOfAnEpoch(one, context) <= rungFlops;
  const share = shares.find(isWithin) ?? shares.at(-1)!;
  const validationShare = Math.max(share, FEWEST_ROWS / validation);
  return { share, ...(validationShare < 1 ? { validationShare } : {}) };
}

/** Floating-point operations of an epoch of the first rung. */
function flopsOfAnEpoch(share: number, context: ScaleUpContext): number {
  const { definition, protocol, spec } = context;
  return flopsPerRow(modelOfConfig(configOfRung(0, context), definition, spec)) * share * protocol.rows.train;
}

/**
 * @returns the most epochs of a rung on a share of the training rows: about the minibatches of the effort, or what its operations
 *   allow, but no fewer than show where a curve goes; more for later rungs.
 */
export function epochsOfRung(index: number, share: number, context: ScaleUpContext): number {
  const { definition, protocol, spec } = context;
  if (spec.model.epochs !== undefined) return spec.model.epochs;
  const { minibatches, maxEpochs, rungFlops } = budgetOfEffort(spec.effort);
  const batches = Math.ceil((share * protocol.rows.train) / configOfRung(index, context).batchSize);
  const within = Math.max(FEWEST_EPOCHS, Math.floor(rungFlops / flopsOfAnEpoch(share, context)));
  const first = Math.min(within, epochsFor(minibatches, batches, maxEpochs));
  return Math.ceil(ladderFor(definition.inputs)[index]!.epochs * first);
}

/** Whether a model of this rung can be trained on all rows within the effort's operations, if for the fewest epochs. */
export function isAffordable(index: number, context: ScaleUpContext): boolean {
  const { definition, protocol, spec } = context;
  const config = configOfRung(index, context);
  const rows = protocol.rows.train;
  const epochs = fewestEpochs(config, Math.ceil(rows / config.batchSize));
  return flopsPerRow(modelOfConfig(config, definition, spec)) * rows * epochs <= budgetOfEffort(spec.effort).fitFlops;
}

/** How many rungs the ladder has at most. */
export function rungsOf({ definition, spec }: ScaleUpContext): number {
  return Math.min(ladderFor(definition.inputs).length, budgetOfEffort(spec.effort).rungs);
}
