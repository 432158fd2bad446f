import { describeLayers, type Config } from '../../training/architecture/index.ts';
import { byRule, byUser, type Decision } from '../../decisions/index.ts';
import { countSplits, someSplits } from '../protocol/index.ts';
import {
  indexOfSmallest,
  meanCurves,
  smooth,
  smoothingWidth,
  toSameLength,
  trialOf,
  type FitOutcome,
  type Trial,
} from '../../training/trial/index.ts';
import { configOfRung, type ScaleUpContext } from './config-of-rung.ts';
import { findOverfitting } from './find-overfitting.ts';
import { epochsOfRung, isAffordable, rungsOf, sharesOfRungs } from './operations.ts';
import type { Rung, ScaleUp } from './rung.ts';

/** A rung that diverges is retried at this share of its learning rate. */
const SLOWER = 0.1;
const SLOWER_SUFFIX = '-slower';
/** Folds that start to overfit at epochs further apart than this share of their mean don't agree. */
const DISAGREE = 0.5;
/** With a training loss below this share of the validation loss, the training rows are memorized. */
const MEMORIZED = 0.1;
/** Before this rung, the ladder climbs anyway: a larger model may still overfit. */
const CLIMBS_TO = 3;
/** A rung is worth climbing if its validation loss is lower than that of all before it by this share. */
const WORTH = 0.01;
/** Splits that a rung is trained on: two say where a model overfits, and whether they agree. */
export const MOST_SPLITS = 2;

/** The trial of one rung: units, layers and epochs grow with `index`. */
export function planRung(index: number, context: ScaleUpContext): Trial {
  const { protocol, spec } = context;
  const shares = sharesOfRungs(context);
  const splits = countSplits(protocol) > MOST_SPLITS ? someSplits(protocol, MOST_SPLITS) : null;
  const ending = spec.model.epochs === undefined ? { ending: 'turned' as const } : {};
  const epochs = epochsOfRung(index, shares.share, context);
  return trialOf(`rung-${index + 1}`, configOfRung(index, context), epochs, { splits, ...shares, ...ending });
}

/**
 * Evaluates a finished rung and chooses what comes next: a slower retry if it diverged, the next rung, or the end.
 *
 * @param before the rungs already evaluated.
 * @param trial the finished rung.
 * @param outcomes its folds.
 * @see Chollet, Deep Learning with Python, 4.5.6: Scaling up: developing a model that overfits
 */
export function concludeRung(
  before: Rung[],
  trial: Trial,
  outcomes: FitOutcome[],
  context: ScaleUpContext,
): { rungs: Rung[]; next: Trial | null; finished: ScaleUp | null; decisions: Decision[] } {
  const { spec } = context;
  const evaluated = evaluateRung(trial, outcomes);
  const rungs = [...before, evaluated];
  const height = heightOf(trial.id);
  const decisions = [...(before.length === 0 ? decideShare(trial, context) : []), decisionOf(evaluated, height)];
  if (evaluated.diverged && !trial.id.endsWith(SLOWER_SUFFIX)) {
    const learningRate = trial.config.learningRate * SLOWER;
    decisions.push(
      byRule(
        'scale-up',
        `lower the learning rate to ${learningRate}`,
        'The rung diverged, so it is tried again with a lower learning rate.',
        {
          learningRate,
        },
      ),
    );
    const next = { ...trial, id: `${trial.id}${SLOWER_SUFFIX}`, config: { ...trial.config, learningRate } };
    return { rungs, next, finished: null, decisions };
  }
  const last = spec.model.units !== undefined || height >= rungsOf(context) || isTooLarge(height, context);
  const isWorth = !bringsNothing(before, evaluated);
  if (evaluated.overfitEpoch === null && !memorizes(evaluated) && isWorth && !last) {
    return { rungs, next: planRung(height, context), finished: null, decisions };
  }
  if (spec.model.units !== undefined && spec.effort !== 'single') {
    decisions.push(
      byUser('scale-up', describeLayers(evaluated), 'You set the layers, so the ladder has one rung.', {}),
    );
  }
  const { finished, decision } = finish(rungs, evaluated, trial, isTooLarge(height, context));
  return { rungs, next: null, finished, decisions: decision === null ? decisions : [...decisions, decision] };
}

/** The decision to train rungs on a share of the rows, if they are. */
function decideShare({ share }: Trial, { protocol, spec }: ScaleUpContext): Decision[] {
  if (share === 1) return [];
  const all = protocol.rows.train;
  const rows = Math.round(share * all);
  const why = `Training each rung on all ${all} rows would take longer than ${spec.effort} effort allows, so rungs and the search's short fits train on ${rows} drawn at random. The search's last candidates and the final model train on all of them.`;
  return [byRule('scale-up', `rungs train on ${rows} of ${all} rows`, why, { share, rows })];
}

/** Which rung of the ladder a trial climbed, 1 for the first, at whatever rate. */
function heightOf(trialId: string): number {
  return Number(/^rung-(\d+)/.exec(trialId)![1]);
}

/** Whether the training rows are memorized already, so that more units wouldn't help. */
function memorizes({ trial, trainLoss, valLoss, diverged }: Rung): boolean {
  return !diverged && heightOf(trial) >= CLIMBS_TO && trainLoss < MEMORIZED * valLoss;
}

/** Whether a larger model has a validation loss that is no lower, so that larger ones yet would hardly help. */
function bringsNothing(before: readonly Rung[], { trial, valLoss, diverged }: Rung): boolean {
  if (diverged || heightOf(trial) < CLIMBS_TO) return false;
  const known = before.filter((rung) => !rung.diverged).map((rung) => rung.valLoss);
  return known.length > 0 && valLoss > (1 - WORTH) * Math.min(...known);
}

/** Whether there is a next rung, and its model takes longer than the effort allows. */
function isTooLarge(height: number, context: ScaleUpContext): boolean {
  return height < rungsOf(context) && !isAffordable(height, context);
}

function finish(
  rungs: Rung[],
  evaluated: Rung,
  trial: Trial,
  isTooLarge: boolean,
): { finished: ScaleUp; decision: Decision | null } {
  const overfits = evaluated.overfitEpoch !== null;
  const best = overfits
    ? evaluated
    : rungs[indexOfSmallest(rungs.map((rung) => (rung.diverged ? Infinity : rung.valLoss)))]!;
  const start = {
    config: configOf(trial, best),
    bestEpoch: best.bestEpoch,
  };
  if (!overfits && memorizes(evaluated)) {
    const decision = byRule(
      'scale-up',
      'data too small for more units',
      `Rung ${describeLayers(evaluated)} memorizes the training rows (training loss ${evaluated.trainLoss.toPrecision(2)}, validation loss ${evaluated.valLoss.toPrecision(2)}) and validation loss doesn't rise: more rows would help more than more units. The best rung, ${describeLayers(best)}, goes to tuning.`,
      { trainLoss: evaluated.trainLoss, valLoss: evaluated.valLoss },
    );
    return { finished: { rungs, verdict: 'data-too-small', start }, decision };
  }
  if (!overfits && bringsNothing(rungs.slice(0, -1), evaluated)) {
    const decision = byRule(
      'scale-up',
      'larger models bring nothing',
      `Rung ${describeLayers(evaluated)} doesn't overfit, and its validation loss, ${evaluated.valLoss.toPrecision(3)}, is not 1 % below that of smaller ones: larger models would hardly help. The best one, ${describeLayers(best)}, goes to tuning.`,
      { valLoss: evaluated.valLoss, best: best.valLoss },
    );
    return { finished: { rungs, verdict: 'no-gain', start }, decision };
  }
  if (!overfits) {
    const decision = byRule(
      'scale-up',
      'capacity not reached',
      `${rungs.length === 1 ? "The first rung doesn't overfit" : `None of ${rungs.length} rungs overfits`}${isTooLarge ? ', and training the next one on all rows would take longer than the effort allows' : ''}. The best one, ${describeLayers(best)}, goes to tuning; a higher effort climbs further.`,
      { rungs: rungs.length },
    );
    return { finished: { rungs, verdict: 'capacity-not-reached', start }, decision };
  }
  const { overfitEpoch, overfitSpread } = evaluated;
  if (overfitSpread === null || overfitSpread <= DISAGREE * overfitEpoch!) {
    return { finished: { rungs, verdict: 'overfits', start }, decision: null };
  }
  const decision = byRule(
    'scale-up',
    'data too small to pinpoint overfitting',
    `It overfits, but the folds disagree on when: epoch ${overfitEpoch} ±${overfitSpread.toFixed(0)}. More rows would pinpoint it.`,
    { overfitEpoch, overfitSpread },
  );
  return { finished: { rungs, verdict: 'data-too-small', start }, decision };
}

function evaluateRung(trial: Trial, outcomes: FitOutcome[]): Rung {
  const { trainLoss, validationLoss } = meanCurves(outcomes);
  const smoothed = smooth(validationLoss, smoothingWidth(validationLoss.length));
  const lowest = indexOfSmallest(smoothed);
  const diverged = outcomes.some((outcome) => outcome.diverged);
  const turn = diverged ? null : findOverfitting(toSameLength(outcomes).map(({ history }) => history));
  return {
    trial: trial.id,
    units: trial.config.units,
    ...(trial.config.convolution === undefined ? {} : { convolution: trial.config.convolution }),
    ...(trial.share === 1 ? {} : { share: trial.share }),
    epochs: validationLoss.length === 0 ? trial.epochs : validationLoss.length,
    learningRate: trial.config.learningRate,
    trainLoss: trainLoss.at(-1) ?? Number.MAX_VALUE,
    valLoss: smoothed[lowest] ?? Number.MAX_VALUE,
    bestEpoch: turn?.epoch ?? lowest + 1,
    overfitEpoch: turn?.epoch ?? null,
    overfitSpread: turn?.spread ?? null,
    diverged,
  };
}

function decisionOf(rung: Rung, number: number): Decision {
  const evidence = { ...rung };
  const name = `rung ${number}: ${describeLayers(rung)}`;
  if (rung.diverged)
    return byRule('scale-up', `${name} diverged`, 'The loss became NaN or infinite before the last epoch.', evidence);
  if (rung.overfitEpoch === null) {
    return byRule(
      'scale-up',
      `${name} doesn't overfit`,
      `Validation loss didn't rise in ${rung.epochs} epochs (lowest at epoch ${rung.bestEpoch}).`,
      evidence,
    );
  }
  const spread = rung.overfitSpread === null ? '' : ` (±${rung.overfitSpread.toFixed(0)} over the folds)`;
  return byRule(
    'scale-up',
    `${name} overfits from epoch ${rung.overfitEpoch}`,
    `Validation loss rises from epoch ${rung.overfitEpoch}${spread} of ${rung.epochs}, while training loss keeps falling.`,
    evidence,
  );
}

/** The configuration of a rung; what rungs have in common is the last trial's. */
function configOf(trial: Trial, { units, convolution, learningRate }: Rung): Config {
  const config: Config = { ...trial.config, units, learningRate };
  if (convolution === undefined) delete config.convolution;
  else config.convolution = convolution;
  return config;
}
