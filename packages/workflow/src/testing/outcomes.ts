import type { Protocol } from '../protocol/index.ts';
import type { FitOutcome, Trial } from '../trial/index.ts';

/** A trial of a plain configuration. */
export function trialOf(
  id: string,
  fields: Partial<Omit<Trial, 'config'>> & { config?: Partial<Trial['config']> } = {},
): Trial {
  const config = { units: [8], dropout: 0, l2: 0, learningRate: 0.001, batchSize: 8, ...fields.config };
  return { epochs: 10, on: 'splits', ...fields, id, config };
}

/** What a fit left behind, score being loss when not given. */
export function outcomeOf(trainLoss: number[], validationLoss: number[], validationScore = validationLoss): FitOutcome {
  return { history: { trainLoss, validationLoss, validationScore }, diverged: false };
}

/** A four-fold protocol with so many training rows a fold. */
export function protocolOf(train: number): Protocol {
  const rows = { train, validation: 10, test: 10 };
  return { kind: 'k-fold', order: 'random', k: 4, iterations: 1, rows, minimumDetectableGain: 0.1, why: '' };
}
