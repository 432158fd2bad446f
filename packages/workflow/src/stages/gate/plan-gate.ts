import { chooseEnding, plainConfig, widen, type Config } from '../../training/architecture/index.ts';
import { byRule, byUser, type Decision } from '../../decisions/index.ts';
import type { Definition, Input } from '../define/index.ts';
import { BRANCH_TRIALS } from './compare-branches.ts';
import type { Measure } from '../measure/index.ts';
import type { Protocol } from '../protocol/index.ts';
import { budgetOfEffort, epochsFor, type RunSpec } from '../../question/index.ts';
import { trialOf, type Trial } from '../../training/trial/index.ts';

const UNITS = 16;
const LEARNING_RATE = 0.003;
/** L2 of a forecast: rows whose targets overlap tell less than as many that don't, and a network learns their noise by heart. */
const FORECAST_L2 = 0.03;
/** With fewer development rows than this, the gate skips the learning curve and the order checks. */
const MIN_ROWS_TO_SHARE = 50;
/** Shares of the training rows on the learning curve, besides all of them. */
export const CURVE_SHARES = [0.25, 0.5] as const;

/** What the gate tries depends on. */
export interface GateOptions {
  /** Whether the linear model is solved directly, so that no fit of it is needed. */
  solvesLinear: boolean;
  /** Whether there are numbers that may be codes. */
  codes: boolean;
  /** Whether elapsed time could be an input, but isn't. */
  trend: boolean;
  /** Whether the numbers to predict are skewed, so that their logarithms may be easier to learn. */
  skewed: boolean;
  /** Whether columns stand beside images or texts. */
  branches: boolean;
  /** Whether a forecast has so many lags, and rows to learn them from, that fewer are tried too. */
  lags?: boolean;
  /** A column that may name whom or what rows are about; null for none. */
  group: string | null;
}

/** Trials of the same model with inputs or target prepared in another way. */
export const VARIANTS = {
  trend: 'with-trend',
  categories: 'as-categories',
  log: 'log-target',
  lags: 'few-lags',
} as const;

/**
 * What the gate trains: a small model of one hidden layer with 16 units, and its controls. Their epochs are fixed
 * in advance, so no score depends on a choice made on validation rows.
 *
 * - `linear`: no hidden layer, where there are too many inputs to solve for its weights
 * - `shuffled`: the same model on shuffled targets, which it can only memorize
 * - `share-…`: the same model on fewer rows: would more help?
 * - `ordered-…`: trained on earlier rows, tested on later ones; `late-…`: tells earlier rows from later ones
 * - `random-time`: as `ordered-time`, on random rows
 * - `grouped`: rows of one group on the same side of the split; `ungrouped`: the same on random rows
 * - `with-trend`, `as-categories`: the same model with inputs prepared in another way
 * - `few-lags`: of a forecast, the same model without the values of more than two steps ago
 * - `log-target`: the same model trained on logarithms of the target
 * - `front-alone`, `columns-alone`: images or texts without the columns beside them, and those alone
 * - `random-order`: if the protocol splits by time, the same on random rows
 *
 * @param rows development rows.
 * @see Chollet, Deep Learning with Python, 4.5.5: Developing a model that does better than a baseline
 */
export function planGate(
  spec: RunSpec,
  protocol: Protocol,
  definition: Definition,
  measure: Measure,
  rows: number,
  { solvesLinear, codes, trend, skewed, branches, lags = false, group }: GateOptions,
): Trial[] {
  const budget = budgetOfEffort(spec.effort);
  const { outputs } = chooseEnding(definition);
  const { optimizer, batchSize, classWeight, branch, ordinal } = spec.model;
  const config = plainConfig(
    widen([UNITS], outputs),
    protocol.rows.train,
    {
      optimizer,
      batchSize,
      classWeight,
      branch,
      ordinal,
      ...(spec.horizon === undefined ? {} : { l2: spec.model.l2 ?? FORECAST_L2 }),
    },
    {
      learningRate: LEARNING_RATE,
      classWeight: classWeightFor(definition, measure),
      loss: measure.loss,
      branch: branchFor(definition.inputs),
    },
  );
  const batches = Math.ceil(protocol.rows.train / config.batchSize);
  const epochs = Math.ceil(epochsFor(budget.minibatches, batches, budget.maxEpochs) / 2);
  const trials = [
    trialOf('power', config, epochs),
    ...(solvesLinear ? [] : [trialOf('linear', linearOf(config), epochs)]),
    trialOf('shuffled', config, epochs, { target: 'shuffled' }),
  ];
  if (rows < MIN_ROWS_TO_SHARE) return trials;
  for (const share of CURVE_SHARES) {
    // The same number of minibatches as on all rows, so only the rows differ.
    trials.push(trialOf(`share-${share * 100}`, config, Math.ceil(epochs / share), { share }));
  }
  if (codes) trials.push(trialOf(VARIANTS.categories, config, epochs, { inputs: 'categories' }));
  if (lags) trials.push(trialOf(VARIANTS.lags, config, epochs, { inputs: 'few-lags' }));
  if (skewed) trials.push(trialOf(VARIANTS.log, config, epochs, { scale: 'log' }));
  if (branches) {
    for (const inputs of ['front', 'columns'] as const) {
      trials.push(trialOf(BRANCH_TRIALS[inputs], config, epochs, { inputs }));
    }
  }
  // On random rows, values to forecast would be among the inputs of others, and earlier rows are told from later ones by their level.
  if (spec.horizon !== undefined) return trials;
  if (protocol.order === 'time') {
    if (trend) trials.push(trialOf(VARIANTS.trend, config, epochs, { inputs: 'trend' }));
    trials.push(trialOf('random-order', config, epochs, { on: 'shuffled' }));
    trials.push(trialOf('late-time', config, epochs, { on: 'shuffled', target: 'late', order: 'time' }));
    return trials;
  }
  if (group !== null) {
    // Without the column that names them on either side: the two differ in the rows alone.
    trials.push(trialOf('grouped', config, epochs, { on: 'grouped', group }));
    trials.push(trialOf('ungrouped', config, epochs, { on: 'shuffled', group }));
  }
  for (const order of definition.timeColumn === null ? (['rows'] as const) : (['time', 'rows'] as const)) {
    // On later rows elapsed time means nothing, while weekdays come again. Where it is left out, it is on random rows too.
    const inputs = order === 'time' ? 'no-trend' : 'given';
    trials.push(trialOf(`ordered-${order}`, config, epochs, { on: 'ordered', order, inputs }));
    if (order === 'time') trials.push(trialOf('random-time', config, epochs, { on: 'shuffled', inputs }));
    trials.push(trialOf(`late-${order}`, config, epochs, { on: 'shuffled', target: 'late', order }));
  }
  return trials;
}

/** Units of the layer of columns beside images. */
const BRANCH_UNITS = 16;

/**
 * @returns units of a layer of their own for columns beside images: joined to thousands of pixels as they are, training goes by the
 *   pixels alone (`npm run bench:branches`). Undefined for other inputs: words and the numbers beside them are learned together.
 */
export function branchFor(inputs: readonly Input[]): number | undefined {
  const images = inputs.filter(({ kind }) => kind === 'image').length;
  return images > 0 && inputs.length > images ? BRANCH_UNITS : undefined;
}

function linearOf(config: Config): Config {
  const { branch: _, ...rest } = config;
  return { ...rest, units: [] };
}

/**
 * The output layer and loss of every model in the run, and other settings they share.
 *
 * @see Chollet, Deep Learning with Python, table 4.1 and 3.5.7
 */
export function decideBuild(definition: Definition, measure: Measure, spec: RunSpec): Decision[] {
  const usual = chooseEnding(definition);
  const chosen = spec.model.loss ?? measure.loss ?? usual.loss;
  const absolute = usual.loss === 'mean-squared-error' && chosen === 'mean-absolute-error';
  const ending = absolute
    ? {
        ...usual,
        loss: chosen,
        why: `${usual.why} The mean absolute error is least at the median, and here the mean is elsewhere: squared errors would teach the wrong number.`,
      }
    : usual;
  const asked = spec.model.lastActivation !== undefined || spec.model.loss !== undefined;
  const decisions = [
    (asked ? byUser : byRule)('gate', `${ending.activation} with ${ending.loss}`, ending.why, {
      activation: ending.activation,
      loss: ending.loss,
      outputs: ending.outputs,
    }),
    spec.model.optimizer === undefined
      ? byRule('gate', 'rmsprop', 'It works well on most problems at its default learning rate.', {
          optimizer: 'rmsprop',
        })
      : byUser('gate', spec.model.optimizer, 'You asked for it.', { optimizer: spec.model.optimizer }),
  ];
  const narrowest = Math.min(...(spec.model.units ?? [Infinity]));
  if (narrowest < ending.outputs) {
    decisions.push(
      byUser(
        'gate',
        `a bottleneck of ${narrowest} units`,
        `You asked for a hidden layer of ${narrowest} units before ${ending.outputs} outputs. Later layers can't recover information it drops; layers at least as wide as the outputs avoid that.`,
        { units: spec.model.units, outputs: ending.outputs },
      ),
    );
  }
  if (classWeightFor(definition, measure) === 'balanced' && spec.model.classWeight === undefined) {
    decisions.push(
      byRule(
        'gate',
        'classes balanced while training',
        `${measure.name} weights every class equally, so rare classes are sampled as often as common ones. The search also tries without; validation decides.`,
        { classWeight: 'balanced' },
      ),
    );
  } else if (spec.model.classWeight !== undefined) {
    decisions.push(byUser('gate', `class weight ${spec.model.classWeight}`, 'You asked for it.', {}));
  }
  return decisions;
}

/** The decision to skip the gate. */
export function skipGate(): Decision {
  return byUser(
    'gate',
    'no gate',
    "You asked for one configuration, so the gate's checks were skipped. The test will show whether it beats guessing by more than chance.",
    {},
  );
}

/** Whether rare classes are sampled as often as common ones: if the measure weights classes equally. */
export function classWeightFor(
  definition: Pick<Definition, 'type'>,
  measure: Pick<Measure, 'name'>,
): 'none' | 'balanced' {
  const classes = definition.type === 'binary' || definition.type === 'multiclass';
  const alike = measure.name === 'balanced-accuracy' || measure.name === 'f1' || measure.name === 'recall';
  return classes && alike ? 'balanced' : 'none';
}
