import { StepwellError } from '@stepwell/base/errors';
import { formatCount } from '@stepwell/base/format';
import { countMissing, isValues } from '@stepwell/data/table';
import type { Definition } from '../define/index.ts';
import { byRule, byUser, type Decision } from '../../decisions/index.ts';
import type { Part } from '../../training/rows/index.ts';
import type { PreparationChoice, RunSpec } from '../../question/index.ts';
import {
  HASH_BUCKETS,
  MAX_ONE_HOT,
  columnOf,
  preparationStep,
  type ColumnPreparation,
  type PreparationStep,
} from '../../training/preparation/index.ts';
import { checkChoice, chooseStep } from './choose-step.ts';

/** How a column is prepared, and why. */
interface Chosen {
  column: string;
  step: PreparationStep;
  why: string | null;
  asked: boolean;
  missing: boolean;
}

/**
 * The fourth stage: chooses how to prepare each column. Anything that is fitted is fitted later, on the training rows of each
 * fold.
 *
 * @param part the development rows.
 * @throws {StepwellError} `unknown_column` or `preparation_mismatch` where the request doesn't fit.
 * @see Chollet, Deep Learning with Python, 4.5.4: Preparing your data
 */
export function prepare(
  part: Part,
  definition: Definition,
  spec: RunSpec,
): { preparation: ColumnPreparation[]; scale?: 'log'; decisions: Decision[] } {
  const asked = new Map(Object.entries(spec.prepare));
  const scale = askedScale(part, definition, spec);
  for (const name of asked.keys())
    if (scale === null || name !== definition.target[0]) checkIsInput(name, part, definition);
  const form = spec.model.embedding === undefined ? null : 'sequences';
  checkTextSteps(spec);
  const chosen = definition.inputs.map((input) =>
    choose(input.column, part, asked.get(input.column) ?? (input.kind === 'text' && form !== null ? form : undefined)),
  );
  const planned = chosen.map((one) => (one.column === spec.timeColumn ? withCycles(one) : one));
  return {
    preparation: planned.map(({ column, step, missing }) => ({
      column,
      steps: missing ? [step, 'mark-missing'] : [step],
    })),
    ...(scale === 'log' ? { scale } : {}),
    decisions: [
      ...preparationStep.options.flatMap((step) => [
        ...decideStep(
          step,
          planned.filter((one) => one.step === step && !one.asked),
        ),
        ...decideAsked(
          step,
          planned.filter((one) => one.step === step && one.asked),
        ),
      ]),
      ...decideMissing(chosen.filter(({ missing }) => missing)),
      ...(scale === null ? decideTarget(part, definition) : [decideAskedScale(scale)]),
    ],
  };
}

function choose(name: string, part: Part, asked: PreparationChoice | undefined): Chosen {
  const column = columnOf(part.table, name);
  const missing = isValues(column) && countMissing(column, part.table.rows) > 0;
  if (asked === undefined) return { column: name, ...chooseStep(column, part.table.rows), asked: false, missing };
  checkChoice(column, asked);
  return { column: name, step: asked, why: null, asked: true, missing };
}

/** Of the date that rows are in order of, elapsed time is no input. */
function withCycles(chosen: Chosen): Chosen {
  return chosen.step === 'date-parts' ? { ...chosen, step: 'date-cycles' } : chosen;
}

/** Only an embedding uses the order of words. */
function checkTextSteps({ prepare, model: { embedding } }: RunSpec): void {
  for (const [column, choice] of Object.entries(prepare)) {
    if (choice === 'sequences' && embedding === undefined) {
      throw new StepwellError(
        'preparation_mismatch',
        `"${column}" is set to sequences, which need an embedding, but none is set. Set an embedding, or prepare "${column}" as multi-hot.`,
        { details: { column } },
      );
    }
    if (choice === 'multi-hot' && embedding !== undefined) {
      throw new StepwellError(
        'preparation_mismatch',
        `"${column}" is set to multi-hot, but an embedding needs the words in order. Leave out one of the two.`,
        { details: { column } },
      );
    }
  }
}

function checkIsInput(name: string, part: Part, definition: Definition): void {
  if (definition.inputs.some((input) => input.column === name)) return;
  columnOf(part.table, name);
  const why = definition.leftOut.find(({ column }) => column === name)?.why;
  throw new StepwellError(
    'preparation_mismatch',
    `"${name}" is not an input${why === undefined ? '' : `: it ${why}`}. Leave it out of prepare, or keep it as an input.`,
    { details: { column: name } },
  );
}

/** The reason for each step, as shown in its decision. */
const WHY: Record<PreparationStep, string> = {
  'z-score':
    "Networks train best on small numbers of similar scale: each column gets mean 0 and standard deviation 1 over the fold's training rows.",
  'zero-to-one': 'Each column is scaled from 0 (its smallest training value) to 1 (its largest).',
  'minus-one-to-one': 'Each column is scaled from -1 (its smallest training value) to 1 (its largest).',
  robust:
    'A few outliers would dominate the standard deviation: each column is centered on its median, divided by its interquartile range, and clipped at 20 of these.',
  log: 'A few values are many times larger than the rest: log(1 + x) brings them closer together and is then z-scored.',
  'one-hot': `Categories have no order: each of the ${MAX_ONE_HOT} most common gets its own column.`,
  hash: `There are more than ${MAX_ONE_HOT} categories, with at least ten rows each on average: they share ${HASH_BUCKETS} columns, assigned by a hash.`,
  frequency: `There are more than ${MAX_ONE_HOT} categories, most of them rare: each becomes its share of the training rows, z-scored.`,
  'target-rate':
    "Each category becomes the target's mean over its training rows, drawn towards the mean of all rows where it has few. Rows that a model is trained on have the mean of other rows.",
  'zero-one': 'True becomes 1 and false 0.',
  'date-parts':
    'A date becomes its days since 1970, z-scored, plus month, weekday and hour as points on a circle if they vary.',
  'date-cycles':
    "Rows to predict come later, and elapsed time doesn't extend to them: a date becomes its month, weekday and hour as points on a circle if they vary.",
  'multi-hot':
    "Each of the most common words in the fold's training rows is an input: 1 if the text contains it. Words are stored as ids only. Several text columns are read as one.",
  sequences:
    "Words stay in order, as ids of the most common words in the fold's training rows. Several text columns are read as one.",
  pixels:
    "Images stay as bytes and are converted to numbers minibatch by minibatch; the brightest value in the fold's training rows becomes 1.",
  'mark-missing': 'A missing value may be informative: an extra column marks it, and the value becomes the mean.',
};
const PLAIN = new Set<PreparationStep>(['zero-one']);
const NAMED_COLUMNS = 20;

function decideStep(step: PreparationStep, chosen: Chosen[]): Decision[] {
  if (chosen.length === 0 || PLAIN.has(step)) return [];
  const shown = chosen.slice(0, NAMED_COLUMNS);
  const evidence = {
    columns: chosen.length,
    named: shown.map(({ column }) => column),
    because: Object.fromEntries(shown.flatMap(({ column, why }) => (why === null ? [] : [[column, why]]))),
  };
  return [byRule('prepare', `${step} ${formatCount(chosen.length, 'column')}`, WHY[step], evidence)];
}

function decideAsked(step: PreparationStep, chosen: Chosen[]): Decision[] {
  if (chosen.length === 0) return [];
  const named = chosen.slice(0, NAMED_COLUMNS).map(({ column }) => column);
  const why = `You asked for it: ${named.map((name) => `"${name}"`).join(', ')}.`;
  return [byUser('prepare', `${step} ${formatCount(chosen.length, 'column')}`, why, { columns: chosen.length, named })];
}

function decideMissing(chosen: Chosen[]): Decision[] {
  if (chosen.length === 0) return [];
  const named = chosen.slice(0, NAMED_COLUMNS).map(({ column }) => column);
  return [
    byRule('prepare', `mark missing values in ${formatCount(chosen.length, 'column')}`, WHY['mark-missing'], {
      columns: chosen.length,
      named,
    }),
  ];
}

/** Whether the user chose how a number to predict is scaled. */
export function isTargetSettled(
  { target }: Pick<Definition, 'target'>,
  { prepare }: Pick<RunSpec, 'prepare'>,
): boolean {
  return target.length === 1 && Object.hasOwn(prepare, target[0]!);
}

/**
 * How the user wants a number to predict to be scaled; null for by rule.
 *
 * @throws {StepwellError} `preparation_mismatch` where its logarithm can't be taken, or it can't be scaled so.
 */
function askedScale({ target }: Part, definition: Definition, spec: RunSpec): 'log' | 'z-score' | null {
  if (target.kind !== 'number' || !isTargetSettled(definition, spec)) return null;
  if (target.queries !== undefined) {
    throw new StepwellError(
      'preparation_mismatch',
      `"${definition.target[0]}" is the relevance that rows are ranked by, of which only the order counts. Leave it out of prepare.`,
    );
  }
  const [column] = definition.target;
  const asked = spec.prepare[column!]!;
  const refuse = (why: string) =>
    new StepwellError('preparation_mismatch', `"${column}" can't be prepared as ${asked}: ${why}`, {
      details: { column, asked },
    });
  if (asked !== 'log' && asked !== 'z-score') {
    throw refuse('it is the number to predict. Choose log or z-score, or leave it out of prepare.');
  }
  if (definition.bounds !== null) {
    throw refuse('it lies between two ends and is scaled to that range. Leave it out of prepare.');
  }
  if (asked === 'log' && target.values.some((value) => value < 0)) {
    throw refuse('it has values below 0, which have no logarithm. Choose z-score, or leave it out of prepare.');
  }
  return asked;
}

function decideAskedScale(scale: 'log' | 'z-score'): Decision {
  return scale === 'log'
    ? byUser(
        'prepare',
        'learn the target on a logarithmic scale',
        'You asked for it. Results are shown in the original unit.',
      )
    : byUser('prepare', 'z-score the target', 'You asked for it. Results are shown in the original unit.');
}

function decideTarget({ target }: Part, { bounds }: Definition): Decision[] {
  if (target.kind !== 'number' || target.queries !== undefined) return [];
  if (bounds !== null) {
    const why = `It lies between ${bounds.low} and ${bounds.high}, so the model learns its position in that range. Results are shown in the original unit.`;
    return [byRule('prepare', 'scale the target to its range', why, { ...bounds })];
  }
  const why =
    'The model learns the target in standard deviations from its mean. Results are shown in the original unit.';
  return [byRule('prepare', 'z-score the target', why, { columns: target.width })];
}
