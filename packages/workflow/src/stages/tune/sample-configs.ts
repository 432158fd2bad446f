import { generator, type Generator } from '@stepwell/base/random';
import type { Config, Convolution, Embedding } from '../../training/architecture/index.ts';
import type { ModelChoices } from '../../question/index.ts';

/** What the search may choose from. */
const DROPOUTS = [0, 0, 0.1, 0.2, 0.3, 0.5];
const L1S = [0, 0, 0, 0.00003, 0.0003];
const L2S = [0, 0, 0.0001, 0.001, 0.003, 0.01];
const UNIT_FACTORS = [0.25, 0.5, 1, 2, 4];
const LAYER_CHANGES = [-1, 0, 0, 1];
/** Of the start's rate, which doesn't fall; a rate that falls may begin higher. */
const RATE_FACTORS = [0.3, 1, 1, 3];
const FALLING_RATE_FACTORS = [1, 3, 3, 10];
const FALLING_RATE_FACTORS_OF_CONVNETS = [1, 1, 3];
const START_FACTOR = 3;
const BATCH_FACTORS = [0.5, 1, 1, 2];
const OPTIMIZERS = ['rmsprop', 'rmsprop', 'adam'] as const;
const EMBEDDINGS: readonly (Embedding | undefined)[] = [
  undefined,
  undefined,
  { dimensions: 16, pooling: 'average', length: 256 },
];
/** Balancing classes may cost more than it gains, so the search also tries without. */
const CLASS_WEIGHTS = ['balanced', 'balanced', 'none'] as const;
/** Whether columns beside images or texts have a layer of their own is otherwise than in the start in one of so many candidates. */
const CANDIDATES_OTHERWISE_JOINED = 3;
const BRANCH_UNITS = [8, 16, 32];
const BRANCH_OF_START = 16;
/** One in this many drawn candidates takes numbers in pieces. */
const CANDIDATES_WITH_PIECES = 3;
/** One in this many drawn candidates takes columns of many categories in another way. */
const CANDIDATES_WITH_CATEGORIES = 3;
/** A category's words become vectors of this size, and their mean is its own. */
const VECTORS: Embedding = { dimensions: 16, pooling: 'average', length: 256 };
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
  /** Whether numbers may be tried in pieces; not when absent. */
  pieces?: boolean;
  /** Values the user set; they don't vary. */
  settled: ModelChoices;
  /** Whether columns stand beside images or texts, so that they may have a layer of their own; they don't when absent. */
  branches?: boolean;
  /** Whether the inputs include text, whose words may become learned vectors. */
  texts?: boolean;
  /** Other ways to take columns of many categories; none when absent. */
  categories?: readonly NonNullable<Config['categories']>[];
  /** Whether classes are ordered, so that models may learn which levels a row reaches; not when absent. */
  levels?: boolean;
  /** Losses to choose from, of rankings; none when absent. */
  losses?: readonly NonNullable<Config['loss']>[];
  /** Epochs over which learning rates fall; null for rates that don't. */
  decay?: number | null;
  /** Whether a configuration may be tried, by what it takes. */
  isAffordable?: (config: Config) => boolean;
}

/**
 * A seeded random search around a configuration that overfits: the configuration itself first, a linear model second, the
 * configuration with numbers in pieces third, where there are any, and with a layer for the columns beside images or texts, then others that differ from them and from each other.
 *
 * @param from the configuration to regularise. Where learning rates fall, it is tried with a higher one.
 * @param count how many configurations, the start included.
 * @returns at most `count` of them.
 * @see Bergstra, Bengio: Random search for hyper-parameter optimization (2012); Defazio et al.: Optimal linear decay learning rate
 *   schedules and further refinements (2023)
 */
export function sampleConfigs(from: Config, count: number, seed: number, space: SearchSpace): Config[] {
  const { decay = null, isAffordable = () => true } = space;
  const start = decay === null ? from : { ...from, learningRate: times(from.learningRate, rateFactorOf(from)), decay };
  const linear: Config = { ...start, units: [], learningRate: space.settled.learningRate ?? LINEAR_RATE };
  if (space.settled.convolution === undefined) delete linear.convolution;
  const first = space.settled.units === undefined && start.units.length > 0 ? [start, linear] : [start];
  // Others have other sizes and regularization too: in few draws none may tell what pieces bring.
  const startInPieces: Config = { ...start, numbers: 'piecewise-linear' };
  const otherwise = otherwiseJoined(start);
  const configs = [
    ...first,
    ...(space.pieces === true && isAffordable(startInPieces) ? [startInPieces] : []),
    ...(drawsBranches(space) && start.units.length > 0 && isAffordable(otherwise) ? [otherwise] : []),
  ];
  // The same model by levels comes first: that is the comparison of the two.
  if (space.levels === true) configs.splice(1, 0, { ...start, levels: 'cumulative' });
  for (const categories of space.categories ?? []) {
    const vectors = categories === 'embedding' ? { embedding: VECTORS } : {};
    configs.push({ ...start, categories, ...vectors });
  }
  configs.splice(Math.max(1, count));
  const known = new Set(configs.map(keyOf));
  for (let attempt = 0; configs.length < count && attempt < MAX_TRIES; attempt++) {
    const drawn = sample(from, generator(seed, 'tune', attempt), space);
    const varied = {
      ...drawn,
      ...(inPieces(seed, attempt, space) ? { numbers: 'piecewise-linear' as const } : {}),
      ...lossOf(seed, attempt, space),
      ...levelsOf(seed, attempt, space),
      ...categoriesOf(seed, attempt, space),
    };
    const config = inBranches(varied, start, seed, attempt, space);
    const key = keyOf(config);
    if (known.has(key) || !isAffordable(config)) continue;
    known.add(key);
    configs.push(config);
  }
  return configs;
}

/** The same for the same configurations, in whatever order their fields are. */
function keyOf(config: Config): string {
  return JSON.stringify(Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function sample(
  start: Config,
  random: Generator,
  { narrowest, features, settled, texts = false, decay = null }: SearchSpace,
): Config {
  const dropout = pick(DROPOUTS, random);
  const l1 = pick(L1S, random);
  const l2 = pick(L2S, random);
  const wide = Math.round((start.units[0] ?? 16) * pick(UNIT_FACTORS, random));
  const own = start.units[0] ?? 16;
  const units = Math.min(Math.max(WIDEST, own), Math.max(4, Math.min(narrowest, own), wide));
  const layers = Math.max(1, start.units.length + pick(LAYER_CHANGES, random));
  const learningRate = times(start.learningRate, pick(rateFactorsOf(start, decay), random));
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
    ...(start.levels === undefined ? {} : { levels: start.levels }),
    ...(decay === null ? {} : { decay }),
    ...(start.epsilon === undefined ? {} : { epsilon: start.epsilon }),
    ...(embedding === undefined ? {} : { embedding }),
    ...(start.convolution === undefined ? {} : { convolution: varyBlocks(start.convolution, settled, random) }),
  };
}

/** Drawn by itself, so that what else is drawn stays as it is without. */
function inPieces(seed: number, attempt: number, { pieces = false }: SearchSpace): boolean {
  return pieces && generator(seed, 'tune-pieces', attempt).below(CANDIDATES_WITH_PIECES) === 0;
}

/** One in three takes columns of many categories in another way. Drawn by itself, like pieces. */
function categoriesOf(
  seed: number,
  attempt: number,
  { categories = [] }: SearchSpace,
): Pick<Config, 'categories' | 'embedding'> {
  const drawn = generator(seed, 'tune-categories', attempt);
  if (categories.length === 0 || drawn.below(CANDIDATES_WITH_CATEGORIES) !== 0) return {};
  const chosen = pick(categories, drawn);
  return { categories: chosen, ...(chosen === 'embedding' ? { embedding: VECTORS } : {}) };
}

/** Every other candidate learns which levels a row reaches. Drawn by itself, like pieces. */
function levelsOf(seed: number, attempt: number, { levels = false }: SearchSpace): Pick<Config, 'levels'> {
  return levels && generator(seed, 'tune-levels', attempt).below(2) === 0 ? { levels: 'cumulative' } : {};
}

/** Drawn by itself, like pieces. */
function lossOf(seed: number, attempt: number, { losses = [] }: SearchSpace): Pick<Config, 'loss'> {
  return losses.length === 0 ? {} : { loss: pick(losses, generator(seed, 'tune-loss', attempt)) };
}

/** Whether candidates differ in the columns' own layer. */
function drawsBranches({ branches = false, settled }: SearchSpace): boolean {
  return branches && settled.branch === undefined;
}

/** The start with a layer of their own for the columns where it has none, and without where it has one. */
function otherwiseJoined(start: Config): Config {
  if (start.branch === undefined) return { ...start, branch: BRANCH_OF_START };
  const { branch: _, ...rest } = start;
  return rest;
}

/** Drawn by itself, likewise. */
function inBranches(config: Config, start: Config, seed: number, attempt: number, space: SearchSpace): Config {
  const { branch } = space.settled;
  if (branch !== undefined) return branch === 0 ? config : { ...config, branch };
  if (!drawsBranches(space)) return config;
  const random = generator(seed, 'tune-branch', attempt);
  const isOtherwise = random.below(CANDIDATES_OTHERWISE_JOINED) === 0;
  const units = pick(BRANCH_UNITS, random);
  return isOtherwise === (start.branch === undefined) && config.units.length > 0
    ? { ...config, branch: units }
    : config;
}

/** The start's blocks with or without batch normalisation, wider or narrower by half. */
function varyBlocks(start: Convolution, { convolution }: ModelChoices, random: Generator): Convolution {
  if (convolution !== undefined) return convolution;
  const factor = pick(FILTER_FACTORS, random);
  const batchNormalization = pick([false, true], random);
  const filters = start.filters.map((count) => Math.max(4, Math.min(MOST_FILTERS, Math.round(count * factor))));
  return { ...start, filters, batchNormalization };
}

function rateFactorsOf({ convolution }: Config, decay: number | null): readonly number[] {
  if (decay === null) return RATE_FACTORS;
  return convolution === undefined ? FALLING_RATE_FACTORS : FALLING_RATE_FACTORS_OF_CONVNETS;
}

function rateFactorOf({ convolution }: Config): number {
  return convolution === undefined ? START_FACTOR : 1;
}

/** A product without the noise of binary fractions. */
function times(rate: number, factor: number): number {
  return Number((rate * factor).toPrecision(6));
}

function pick<T>(choices: readonly T[], random: Generator): T {
  return choices[random.below(choices.length)]!;
}
