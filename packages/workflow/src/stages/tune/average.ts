import { formatCount } from '@stepwell/base/format';
import { mean, METRICS, standardDeviation } from '@stepwell/metrics';
import { formatScore } from '@stepwell/metrics/names';
import { meanOfKnown } from '../../training/trial/index.ts';
import type { Config } from '../../training/architecture/index.ts';
import { byRule, byUser, type Decision } from '../../decisions/index.ts';
import { budgetOfEffort } from '../../question/index.ts';
import type { Measure } from '../measure/index.ts';
import { countSplits } from '../protocol/index.ts';
import { costOf } from './cost.ts';
import type { Tune } from './tuned.ts';
import type { TuneContext } from './tune.ts';

/** What the further fits may take, as a share of what the search may. */
const SHARE_OF_SEARCH = 0.4;
/** Units of the widest hidden layer of all fits side by side, at most. */
const MOST_UNITS = 1_024;
const LIMITS = `Fits are averaged where a model is a stack of dense layers on numbers, of at most ${formatCount(MOST_UNITS, 'unit')} side by side.`;
/** A loss of this many standard errors is taken for real. */
const ERRORS = 2;

/**
 * How many fits of a configuration are averaged: those that the effort pays for, as long as they take little beside the search. 1 for
 * models that have more than dense layers on numbers.
 *
 * @param epochs of each fit.
 * @see Chollet, Deep Learning with Python, 7.3.3: Model ensembling
 */
export function fitsToAverage(
  config: Config,
  epochs: number,
  context: Pick<TuneContext, 'definition' | 'protocol' | 'spec'>,
): number {
  const { definition, protocol, spec } = context;
  const asked = spec.model.average;
  const isDense =
    config.embedding === undefined && config.convolution === undefined && config.categories !== 'embedding';
  if (!isDense || definition.inputs.some(({ kind }) => kind === 'text' || kind === 'image')) return 1;
  // Also where more are asked for: kernels grow with the square of it.
  const fitting = Math.max(1, Math.floor(MOST_UNITS / Math.max(1, ...config.units)));
  if (asked !== undefined) return Math.min(asked, fitting);
  // Whoever builds the layers gets those.
  if (spec.model.units !== undefined) return 1;
  const { fits, tuningMinibatches, tuningFlops } = budgetOfEffort(spec.effort);
  const rows = protocol.rows.train;
  // On each split, and for the test.
  const each = (1 + countSplits(protocol)) * epochs;
  const minibatches = each * Math.ceil(rows / config.batchSize);
  const flops = each * rows * costOf(config, context).flops;
  const affordable = 1 + SHARE_OF_SEARCH * Math.min(tuningMinibatches / minibatches, tuningFlops / flops);
  const most = Math.min(fits, fitting, Math.floor(affordable));
  // The mean of two is hardly better than one.
  return most < 3 ? 1 : most;
}

/**
 * Accepts the mean of several fits, unless it is worse on validation rows than a single one. Its loss is no worse than theirs on average,
 * row by row: so where the measure is a mean over rows it has the benefit of the doubt, and must be worse by more than two standard
 * errors over the splits. Other measures may well suffer: balanced accuracy, where it names rare classes less often.
 *
 * @param scores of each split: that of the mean, and those of the single fits; null where the measure isn't defined.
 */
export function concludeAverage(
  tune: Tune,
  scores: readonly { mean: number | null; single: (number | null)[] }[],
  { name, greaterIsBetter }: Pick<Measure, 'name' | 'greaterIsBetter'>,
  asked: number | undefined,
): { tune: Tune; decisions: Decision[] } {
  const fits = scores[0]!.single.length;
  if (fits === 1) {
    const why = `${LIMITS} This one isn't.`;
    const isRefused = asked !== undefined && asked > 1;
    return { tune, decisions: isRefused ? [byRule('tune', 'test a single fit', why, { asked })] : [] };
  }
  const score = meanOfKnown(scores.map(({ mean }) => mean));
  const single = meanOfKnown(scores.map((split) => meanOfKnown(split.single)));
  if (score === null || single === null) return { tune, decisions: [] };
  const sign = greaterIsBetter ? 1 : -1;
  const gains = scores.flatMap((split) => {
    const alone = meanOfKnown(split.single);
    return split.mean === null || alone === null ? [] : [sign * (split.mean - alone)];
  });
  const why = `The fits share the chosen configuration and differ in their initial weights and the order of their rows. On validation rows a single fit scores ${formatScore(name, single)} on average; the mean of their outputs scores ${formatScore(name, score)}.`;
  const details = { fits, score, single };
  const fewer = asked === undefined || fits === asked ? '' : ` You asked for ${asked}. ${LIMITS}`;
  if (asked !== undefined) {
    return {
      tune: { ...tune, average: details },
      decisions: [byUser('tune', `average ${fits} fits`, why + fewer, details)],
    };
  }
  const doubt = METRICS[name].perRow ? (ERRORS * standardDeviation(gains)) / Math.sqrt(gains.length) : 0;
  if (mean(gains) < -doubt) return { tune, decisions: [byRule('tune', 'test a single fit', why, details)] };
  return { tune: { ...tune, average: details }, decisions: [byRule('tune', `average ${fits} fits`, why, details)] };
}
