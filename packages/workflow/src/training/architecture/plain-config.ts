import type { ModelChoices } from '../../question/index.ts';
import type { Config } from './config.ts';

/** Hidden layers are widened no further than this for the sake of many outputs. */
const WIDEST_FOR_OUTPUTS = 256;
/** Images that a convnet takes at once: what lies between its layers takes the room of many rows. */
const MOST_IMAGES = 128;

/**
 * An unregularised configuration, in what the person settled of it and by rule otherwise: rmsprop, its default rate, a
 * batch size that suits the rows.
 *
 * @param units of the hidden layers, unless the person settled them.
 * @param trainRows rows that a fit trains on.
 */
export function plainConfig(
  units: number[],
  trainRows: number,
  choices: ModelChoices,
  {
    learningRate = 0.001,
    classWeight = 'none',
    loss,
    branch,
  }: {
    learningRate?: number;
    classWeight?: Config['classWeight'];
    loss?: Config['loss'] | undefined;
    branch?: Config['branch'];
  } = {},
): Config {
  return {
    units: choices.units ?? units,
    dropout: choices.dropout ?? 0,
    l1: choices.l1 ?? 0,
    l2: choices.l2 ?? 0,
    optimizer: choices.optimizer ?? 'rmsprop',
    learningRate: choices.learningRate ?? learningRate,
    batchSize:
      choices.batchSize ??
      Math.min(batchSizeFor(trainRows), choices.convolution === undefined ? Infinity : MOST_IMAGES),
    classWeight: choices.classWeight ?? classWeight,
    features: false,
    ...(choices.epsilon === undefined ? {} : { epsilon: choices.epsilon }),
    ...(choices.ordinal === 'cumulative' ? { levels: 'cumulative' as const } : {}),
    ...lossOf(choices, loss),
    ...branchOf(choices, branch),
    ...(choices.embedding === undefined ? {} : { embedding: choices.embedding }),
    ...(choices.convolution === undefined ? {} : { convolution: choices.convolution }),
  };
}

/** The loss by rule, unless the person settled it; the squared error is left unsaid. */
function lossOf({ loss: asked }: ModelChoices, byRule: Config['loss']): Pick<Config, 'loss'> {
  const kept = asked === 'binary-crossentropy' || asked === 'categorical-crossentropy' ? undefined : asked;
  const loss = asked === undefined ? byRule : kept;
  return loss === undefined ? {} : { loss };
}

/** The columns' own layer by rule, unless the person settled it; 0 is for none. */
function branchOf({ branch: asked }: ModelChoices, byRule: Config['branch']): Pick<Config, 'branch'> {
  const branch = asked ?? byRule ?? 0;
  return branch === 0 ? {} : { branch };
}

/** @returns a batch size that suits so many training rows. */
export function batchSizeFor(rows: number): number {
  if (rows < 200) return 8;
  if (rows < 2_000) return 32;
  return rows < 20_000 ? 128 : 512;
}

/**
 * Hidden layers at least as wide as the outputs: a narrower one is a bottleneck, through which the classes can't all be
 * told apart.
 *
 * @see Chollet, Deep Learning with Python, 3.5.7: The importance of having sufficiently large intermediate layers
 */
export function widen(units: number[], outputs: number): number[] {
  return units.map((width) => Math.max(width, Math.min(outputs, WIDEST_FOR_OUTPUTS)));
}

const CATEGORY_WORDS: Record<NonNullable<Config['categories']>, string> = {
  'target-rate': 'categories by target rate',
  embedding: 'categories as vectors',
};
const LOSS_WORDS: Record<NonNullable<Config['loss']>, string> = {
  'mean-absolute-error': 'absolute error',
  'mean-squared-error': 'squared error',
  'pairwise-logistic': 'pairwise loss',
  lambdarank: 'LambdaRank',
  'listwise-cross-entropy': 'listwise loss',
};

/** A configuration in a line: "64-64, dropout 0.2, learning rate 0.001". */
export function describeConfig(config: Config): string {
  const parts = [describeLayers(config)];
  if (config.dropout > 0) parts.push(`dropout ${config.dropout}`);
  if (config.l1 > 0) parts.push(`L1 ${config.l1}`);
  if (config.l2 > 0) parts.push(`L2 ${config.l2}`);
  if (config.loss !== undefined) parts.push(LOSS_WORDS[config.loss]);
  if (config.categories !== undefined) parts.push(CATEGORY_WORDS[config.categories]);
  if (config.levels !== undefined) parts.push('cumulative levels');
  if (config.features) parts.push('feature engineering');
  if (config.numbers !== undefined) parts.push('numbers in pieces');
  if (config.classWeight === 'balanced') parts.push('classes balanced');
  const falls = config.decay === undefined ? '' : `, falling to 0 over ${config.decay} epochs`;
  parts.push(`${config.optimizer} at ${config.learningRate}${falls}`, `batch ${config.batchSize}`);
  return parts.join(', ');
}

/** Its layers in a few words: "conv2d 32-64-64, 64", "embedding 16, averaged, columns 8, linear". */
export function describeLayers(config: Pick<Config, 'units' | 'embedding' | 'convolution' | 'branch'>): string {
  const dense = config.units.length === 0 ? 'linear' : config.units.join('-');
  const columns = config.branch === undefined ? [] : [`columns ${config.branch}`];
  return [...frontOf(config), ...columns, dense].join(', ');
}

/** What stands ahead of the dense layers: "conv2d 32-64-64" or "embedding 16, average". */
function frontOf({ embedding, convolution }: Pick<Config, 'embedding' | 'convolution'>): string[] {
  if (embedding !== undefined) {
    const { dimensions, pooling, length } = embedding;
    return [`embedding ${dimensions}, ${pooling === 'average' ? 'averaged' : `last ${length} words`}`];
  }
  if (convolution === undefined) return [];
  const { kind, filters, batchNormalization, pooling, ending } = convolution;
  return [
    `${kind} ${filters.join('-')}`,
    ...(pooling === 'average' ? ['average pooling'] : []),
    ...(ending === 'global-average' ? ['global average pooling'] : []),
    ...(batchNormalization ? ['batch normalisation'] : []),
  ];
}
