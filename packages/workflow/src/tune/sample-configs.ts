import type { Config } from '../build/index.ts';
import { generator, type Generator } from '../random/index.ts';

/** What the search may choose from. Learning rates are literals: a power would depend on the engine. */
const DROPOUTS = [0, 0.1, 0.2, 0.3, 0.5];
const L2S = [0, 0.0001, 0.001, 0.003, 0.01];
const UNIT_FACTORS = [0.25, 0.5, 1];
const LAYER_CHANGES = [-1, 0, 0, 1];
const LEARNING_RATES = [0.0003, 0.001, 0.003];
const MAX_TRIES = 1_000;

/**
 * A seeded random search around a configuration that overfits: the configuration itself first, then others that
 * differ from it and from each other.
 *
 * @param start the configuration to regularise.
 * @param count how many configurations, the start included.
 * @returns at most `count` of them.
 * @see Bergstra, Bengio: Random search for hyper-parameter optimization (2012)
 */
export function sampleConfigs(start: Config, count: number, seed: number): Config[] {
  const configs = [start];
  const known = new Set([JSON.stringify(start)]);
  for (let attempt = 0; configs.length < count && attempt < MAX_TRIES; attempt++) {
    const config = sample(start, generator(seed, 'tune', attempt));
    const key = JSON.stringify(config);
    if (known.has(key)) continue;
    known.add(key);
    configs.push(config);
  }
  return configs;
}

function sample(start: Config, random: Generator): Config {
  const dropout = pick(DROPOUTS, random);
  const l2 = pick(L2S, random);
  const units = Math.max(4, Math.round((start.units[0] ?? 16) * pick(UNIT_FACTORS, random)));
  const layers = Math.max(1, start.units.length + pick(LAYER_CHANGES, random));
  const learningRate = pick(LEARNING_RATES, random);
  return { ...start, units: Array.from({ length: layers }, () => units), dropout, l2, learningRate };
}

function pick(choices: number[], random: Generator): number {
  return choices[random.below(choices.length)]!;
}
