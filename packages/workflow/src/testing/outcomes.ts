import { plainConfig, type Config } from '../training/architecture/index.ts';
import { type FitOutcome, type Trial, trialOf } from '../training/trial/index.ts';

/** A plain configuration but for `fields`. */
export function configOf(fields: Partial<Config> = {}): Config {
  return { ...plainConfig([8], 100, {}), ...fields };
}

/** A trial of a plain configuration. */
export function plainTrial(
  id: string,
  { config, epochs = 10, ...fields }: Partial<Omit<Trial, 'config' | 'id'>> & { config?: Partial<Config> } = {},
): Trial {
  return trialOf(id, configOf(config), epochs, fields);
}

/** What a fit left behind, score being loss when not given. */
export function outcomeOf(trainLoss: number[], validationLoss: number[], validationScore = validationLoss): FitOutcome {
  return { history: { trainLoss, validationLoss, validationScore }, diverged: false };
}
