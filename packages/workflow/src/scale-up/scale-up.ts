import { z } from 'zod';
import { config } from '../build/index.ts';
import { byRule, type Decision } from '../decisions/index.ts';
import { batchSizeFor } from '../power/index.ts';
import type { Protocol } from '../protocol/index.ts';
import { budgetOfEffort, epochsFor, type RunSpec } from '../spec/index.ts';
import { indexOfSmallest, meanCurves, smooth, smoothingWidth, type FitOutcome, type Trial } from '../trial/index.ts';
import { findTurn } from './find-turn.ts';

export const rung = z.object({
  units: z.array(z.int()),
  epochs: z.int(),
  /** Training loss at the last epoch, mean over the folds. */
  trainLoss: z.number(),
  /** Smallest smoothed validation loss, mean over the folds. */
  valLoss: z.number(),
  /** Epoch of that smallest value. */
  bestEpoch: z.int(),
  /** Where validation loss turned for good; null where it did not. */
  overfitEpoch: z.int().nullable(),
  diverged: z.boolean(),
});
export type Rung = z.infer<typeof rung>;

export const scaleUp = z.object({
  rungs: z.array(rung),
  verdict: z.enum(['overfits', 'capacity-not-reached']),
  /** What tuning starts from. */
  start: z.object({ config, bestEpoch: z.int() }),
});
export type ScaleUp = z.infer<typeof scaleUp>;

const LEARNING_RATE = 0.001;
/** Units of each rung's hidden layers, and how many times the first rung's epochs it gets. */
const LADDER = [
  { units: [32], epochs: 1 },
  { units: [64, 64], epochs: 1 },
  { units: [128, 128], epochs: 1.5 },
  { units: [256, 256], epochs: 2 },
  { units: [256, 256, 256], epochs: 2.5 },
  { units: [512, 512, 512], epochs: 3 },
];

/** The trial of one rung: units, layers and epochs grow with `index`; nothing holds the model back. */
export function planRung(index: number, spec: RunSpec, protocol: Protocol): Trial {
  const budget = budgetOfEffort(spec.effort);
  const batchSize = batchSizeFor(protocol.rows.train);
  const batches = Math.ceil(protocol.rows.train / batchSize);
  const { units, epochs } = LADDER[index]!;
  return {
    id: `rung-${index + 1}`,
    config: { units, dropout: 0, l2: 0, learningRate: LEARNING_RATE, batchSize },
    epochs: Math.ceil(epochs * epochsFor(budget.minibatches, batches, budget.maxEpochs)),
    on: 'splits',
  };
}

/**
 * Judges a finished rung, and says whether to climb on.
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
  spec: RunSpec,
): { rungs: Rung[]; finished: ScaleUp | null; decisions: Decision[] } {
  const judged = judge(trial, outcomes);
  const rungs = [...before, judged];
  const decisions = [decisionOf(judged, rungs.length)];
  const last = rungs.length >= Math.min(LADDER.length, budgetOfEffort(spec.effort).rungs);
  if (judged.overfitEpoch === null && !last) return { rungs, finished: null, decisions };
  const overfits = judged.overfitEpoch !== null;
  const best = overfits
    ? judged
    : rungs[indexOfSmallest(rungs.map((rung) => (rung.diverged ? Infinity : rung.valLoss)))]!;
  if (!overfits) {
    decisions.push(
      byRule(
        'scale-up',
        'capacity not reached',
        `None of ${rungs.length} rungs overfitted. The best of them, ${describe(best)}, goes on to tuning; a higher effort climbs further.`,
        { rungs: rungs.length },
      ),
    );
  }
  return {
    rungs,
    finished: {
      rungs,
      verdict: overfits ? 'overfits' : 'capacity-not-reached',
      start: { config: { ...trial.config, units: best.units }, bestEpoch: best.bestEpoch },
    },
    decisions,
  };
}

function judge(trial: Trial, outcomes: FitOutcome[]): Rung {
  const { trainLoss, validationLoss } = meanCurves(outcomes);
  const smoothed = smooth(validationLoss, smoothingWidth(validationLoss.length));
  const lowest = indexOfSmallest(smoothed);
  const diverged = outcomes.some((outcome) => outcome.diverged);
  return {
    units: trial.config.units,
    epochs: trial.epochs,
    trainLoss: trainLoss.at(-1) ?? Number.MAX_VALUE,
    valLoss: smoothed[lowest] ?? Number.MAX_VALUE,
    bestEpoch: lowest + 1,
    overfitEpoch: diverged ? null : (findTurn(trainLoss, validationLoss)?.epoch ?? null),
    diverged,
  };
}

function decisionOf(rung: Rung, number: number): Decision {
  const evidence = { ...rung };
  const name = `rung ${number}: ${describe(rung)}`;
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
  return byRule(
    'scale-up',
    `${name} overfits from epoch ${rung.overfitEpoch}`,
    `Validation loss turned at epoch ${rung.overfitEpoch} of ${rung.epochs} while training loss went on falling.`,
    evidence,
  );
}

function describe(rung: { units: number[] }): string {
  return rung.units.join('-');
}
