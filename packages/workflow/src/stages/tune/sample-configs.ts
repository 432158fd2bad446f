import { generator, type Generator } from '@stepwell/base/random';
import type { Config, Convolution, Embedding } from '../../training/architecture/index.ts';
import type { ModelChoices } from '../../question/index.ts';

/** What the search may choose from. Learning rates are literals: a power would depend on the engine. */
const DROPOUTS = [0, 0, 0.1, 0.2, 0.3, 0.5];
const L1S = [0, 0, 0, 0.00003, 0.0003];
const L2S = [0, 0, 0.0001, 0.001, 0.003, 0.01];
const UNIT_FACTORS = [0.25, 0.5, 1, 2, 4];
const LAYER_CHANGES = [-1, 0, 0, 1];
const LEARNING_RATES = [0.0003, 0.001, 0.001, 0.003];
const BATCH_FACTORS = [0.5, 1, 1, 2];
const OPTIMIZERS = ['rmsprop', 'rmsprop', 'adam'] as const;
const EMBEDDINGS: readonly (Embedding | undefined)[] = [
  undefined,
  undefined,
  { dimensions: 16, pooling: 'average', length: 256 },
];
/** Balancing classes may cost more than it gains, so the search also tries without. */
const CLASS_WEIGHTS = ['balanced', 'balanced', 'none'] as const;
const FILTER_FACTORS = [0.5, 1, 1];
const MOST_FILTERS = 256;
const MAX_TRIES = 1_000;
/** Layers are widened up to here; wider ones only where the start is. */
const WIDEST = 256;

/** A linear model is tried at this rate: it has no depth that a large step could upset. */
const LINEAR_RATE = 0.01;

/** What a search may vary. */
export interface SearchSpace {
  /** Hidden layers may not be narrower: the number of outputs. */
  narrowest: number;
  /** Whether squares, products and ratios of columns may be tried. */
  features: boolean;
  /** Values the user set; they don't vary. */
  settled: ModelChoices;
  /** Whether the inputs include text, whose words may become learned vectors. */
  texts?: boolean;
}

/**
 * A seeded random search around a configuration that overfits: the configuration itself first, a linear model second,
 * then others that differ from them and from each other.
 *
 * @param start the configuration to regularise.
 * @param count how many configurations, the start included.
 * @returns at most `count` of them.
 * @see Bergstra, Bengio: Random search for hyper-parameter optimization (2012)
 */
export function sampleConfigs(start: Config, count: number, seed: number, space: SearchSpace): Config[] {
  const linear: Config = { ...start, units: [], learningRate: space.settled.learningRate ?? LINEAR_RATE };
  if (space.settled.convolution === undefined) delete linear.convolution;
  const configs =
    space.settled.units === undefined && start.units.length > 0 ? [start, linear].slice(0, count) : [start];
  const known = new Set(configs.map((config) => JSON.stringify(config)));
  for (let attempt = 0; configs.length < count && attempt < MAX_TRIES; attempt++) {
    const config = sample(start, generator(seed, 'tune', attempt), space);
    const key = JSON.stringify(config);
    if (known.has(key)) continue;
    known.add(key);
    configs.push(config);
  }
  return configs;
}

function sample(
  start: Config,
  random: Generator,
  { narrowest, features, settled, texts = false }: SearchSpace,
): Config {
  const dropout = pick(DROPOUTS, random);
  const l1 = pick(L1S, random);
  const l2 = pick(L2S, random);
  const wide = Math.round((start.units[0] ?? 16) * pick(UNIT_FACTORS, random));
  const from = start.units[0] ?? 16;
  const units = Math.min(Math.max(WIDEST, from), Math.max(4, Math.min(narrowest, from), wide));
  const layers = Math.max(1, start.units.length + pick(LAYER_CHANGES, random));
  const learningRate = pick(LEARNING_RATES, random);
  const batchSize = Math.max(4, Math.round(start.batchSize * pick(BATCH_FACTORS, random)));
  const optimizer = pick(OPTIMIZERS, random);
  const withFeatures = pick([false, true], random);
  const embedding = settled.embedding ?? (texts ? pick(EMBEDDINGS, random) : undefined);
  return {
    units: settled.units ?? Array.from({ length: layers }, () => units),
    dropout: settled.dropout ?? dropout,
    l1: settled.l1 ?? l1,
    l2: settled.l2 ?? l2,
    optimizer: settled.optimizer ?? optimizer,
    learningRate: settled.learningRate ?? learningRate,
    batchSize: settled.batchSize ?? batchSize,
    classWeight:
      settled.classWeight ?? (start.classWeight === 'balanced' ? pick(CLASS_WEIGHTS, random) : start.classWeight),
    features: features && withFeatures,
    ...(start.loss === undefined ? {} : { loss: start.loss }),
    ...(start.epsilon === undefined ? {} : { epsilon: start.epsilon }),
    ...(embedding === undefined ? {} : { embedding }),
    ...(start.convolution === undefined ? {} : { convolution: varyBlocks(start.convolution, settled, random) }),
  };
}

/** The start's blocks with or without batch normalisation, wider or narrower by half. */
function varyBlocks(start: Convolution, { convolution }: ModelChoices, random: Generator): Convolution {
  if (convolution !== undefined) return convolution;
  const factor = pick(FILTER_FACTORS, random);
  const batchNormalization = pick([false, true], random);
  const filters = start.filters.map((count) => Math.max(4, Math.min(MOST_FILTERS, Math.round(count * factor))));
  return { ...start, filters, batchNormalization };
}

function pick<T>(choices: readonly T[], random: Generator): T {
  return choices[random.below(choices.length)]!;
}
