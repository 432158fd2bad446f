import { chooseEnding, describeLayers, plainConfig, widen, type Config } from '../../training/architecture/index.ts';
import { byRule, byUser, type Decision } from '../../decisions/index.ts';
import type { Definition } from '../define/index.ts';
import type { Measure } from '../measure/index.ts';
import { classWeightFor } from '../gate/index.ts';
import type { Protocol } from '../protocol/index.ts';
import { budgetOfEffort, epochsFor, type RunSpec } from '../../question/index.ts';
import {
  indexOfSmallest,
  meanCurves,
  smooth,
  smoothingWidth,
  trialOf,
  type FitOutcome,
  type Trial,
} from '../../training/trial/index.ts';
import { findTurn } from './find-turn.ts';
import { ladderFor } from './ladder.ts';
import type { Rung, ScaleUp } from './rung.ts';

const LEARNING_RATE = 0.001;
/** A rung that diverges is climbed once more at this share of its rate. */
const SLOWER = 0.1;
const SLOWER_SUFFIX = '-slower';
/** Folds whose turns differ by more than this share of their mean don't agree on one. */
const DISAGREE = 0.5;
/** A training loss below this share of the validation loss: the training rows are known by heart. */
const BY_HEART = 0.1;
/** Before this rung the ladder climbs on all the same: a larger model may still turn. */
const BY_HEART_FROM = 3;

/** What the rungs of a run have in common. */
export interface ScaleUpContext {
  definition: Definition;
  measure: Measure;
  protocol: Protocol;
  spec: RunSpec;
}

/** The trial of one rung: units, layers and epochs grow with `index`; nothing holds the model back. */
export function planRung(index: number, { definition, measure, protocol, spec }: ScaleUpContext): Trial {
  const budget = budgetOfEffort(spec.effort);
  const { units, epochs, convolution } = ladderFor(definition.inputs)[index]!;
  // Who settles the units settles the layers: convolutions stand ahead of them only where they are settled too.
  const choices = spec.model.units === undefined ? { convolution, ...spec.model } : spec.model;
  const config = plainConfig(widen(units, chooseEnding(definition).outputs), protocol.rows.train, choices, {
    learningRate: LEARNING_RATE,
    classWeight: classWeightFor(definition, measure),
  });
  const batches = Math.ceil(protocol.rows.train / config.batchSize);
  const most = spec.model.epochs ?? Math.ceil(epochs * epochsFor(budget.minibatches, batches, budget.maxEpochs));
  return trialOf(`rung-${index + 1}`, config, most);
}

/**
 * Judges a finished rung, and says what comes next: a slower try of one that diverged, the next rung, or the end.
 *
 * @param before the rungs already judged.
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
  const judged = judge(trial, outcomes);
  const rungs = [...before, judged];
  const height = heightOf(trial.id);
  const decisions = [decisionOf(judged, height)];
  if (judged.diverged && !trial.id.endsWith(SLOWER_SUFFIX)) {
    const learningRate = trial.config.learningRate * SLOWER;
    decisions.push(
      byRule(
        'scale-up',
        `learning rate down to ${learningRate}`,
        'The rung diverged: it is climbed once more, slower.',
        {
          learningRate,
        },
      ),
    );
    const next = { ...trial, id: `${trial.id}${SLOWER_SUFFIX}`, config: { ...trial.config, learningRate } };
    return { rungs, next, finished: null, decisions };
  }
  const last =
    spec.model.units !== undefined ||
    height >= Math.min(ladderFor(context.definition.inputs).length, budgetOfEffort(spec.effort).rungs);
  if (judged.overfitEpoch === null && !knowsByHeart(judged) && !last) {
    return { rungs, next: planRung(height, context), finished: null, decisions };
  }
  if (spec.model.units !== undefined && spec.effort !== 'single') {
    decisions.push(byUser('scale-up', describeLayers(judged), 'You settled the layers: the ladder has one rung.', {}));
  }
  const { finished, decision } = finish(rungs, judged, trial);
  return { rungs, next: null, finished, decisions: decision === null ? decisions : [...decisions, decision] };
}

/** Which rung of the ladder a trial climbed, 1 for the first, at whatever rate. */
function heightOf(trialId: string): number {
  return Number(/^rung-(\d+)/.exec(trialId)![1]);
}

/** Whether more units could only learn the training rows by heart better than they are. */
function knowsByHeart({ trial, trainLoss, valLoss, diverged }: Rung): boolean {
  return !diverged && heightOf(trial) >= BY_HEART_FROM && trainLoss < BY_HEART * valLoss;
}

function finish(rungs: Rung[], judged: Rung, trial: Trial): { finished: ScaleUp; decision: Decision | null } {
  const overfits = judged.overfitEpoch !== null;
  const best = overfits
    ? judged
    : rungs[indexOfSmallest(rungs.map((rung) => (rung.diverged ? Infinity : rung.valLoss)))]!;
  const start = {
    config: configOf(trial, best),
    bestEpoch: best.bestEpoch,
  };
  if (!overfits && knowsByHeart(judged)) {
    const decision = byRule(
      'scale-up',
      'data too small for more units',
      `Rung ${describeLayers(judged)} knows the training rows by heart (training loss ${judged.trainLoss.toPrecision(2)}, validation loss ${judged.valLoss.toPrecision(2)}) and validation loss does not turn: more rows would help more than more units. The best rung, ${describeLayers(best)}, goes on to tuning.`,
      { trainLoss: judged.trainLoss, valLoss: judged.valLoss },
    );
    return { finished: { rungs, verdict: 'data-too-small', start }, decision };
  }
  if (!overfits) {
    const decision = byRule(
      'scale-up',
      'capacity not reached',
      `None of ${rungs.length} rungs overfitted. The best of them, ${describeLayers(best)}, goes on to tuning; a higher effort climbs further.`,
      { rungs: rungs.length },
    );
    return { finished: { rungs, verdict: 'capacity-not-reached', start }, decision };
  }
  const { overfitEpoch, overfitSpread } = judged;
  if (overfitSpread === null || overfitSpread <= DISAGREE * overfitEpoch!) {
    return { finished: { rungs, verdict: 'overfits', start }, decision: null };
  }
  const decision = byRule(
    'scale-up',
    'data too small to place the turn',
    `It overfits, but the folds turn at epochs as different as ±${overfitSpread.toFixed(0)} around ${overfitEpoch}: so few rows don't settle when. More rows would.`,
    { overfitEpoch, overfitSpread },
  );
  return { finished: { rungs, verdict: 'data-too-small', start }, decision };
}

function judge(trial: Trial, outcomes: FitOutcome[]): Rung {
  const { trainLoss, validationLoss } = meanCurves(outcomes);
  const smoothed = smooth(validationLoss, smoothingWidth(validationLoss.length));
  const lowest = indexOfSmallest(smoothed);
  const diverged = outcomes.some((outcome) => outcome.diverged);
  const turn = diverged ? null : findTurn(outcomes.map(({ history }) => history));
  return {
    trial: trial.id,
    units: trial.config.units,
    ...(trial.config.convolution === undefined ? {} : { convolution: trial.config.convolution }),
    epochs: trial.epochs,
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
    return byRule('scale-up', `${name} diverged`, 'The loss left the numbers before the last epoch.', evidence);
  if (rung.overfitEpoch === null) {
    return byRule(
      'scale-up',
      `${name} does not overfit`,
      `Validation loss did not turn in ${rung.epochs} epochs (smallest at epoch ${rung.bestEpoch}).`,
      evidence,
    );
  }
  const spread = rung.overfitSpread === null ? '' : ` (±${rung.overfitSpread.toFixed(0)} over the folds)`;
  return byRule(
    'scale-up',
    `${name} overfits from epoch ${rung.overfitEpoch}`,
    `Validation loss turned at epoch ${rung.overfitEpoch}${spread} of ${rung.epochs} while training loss went on falling.`,
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
