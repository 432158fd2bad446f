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

/** What is done to a column, and why. */
interface Chosen {
  column: string;
  step: PreparationStep;
  why: string | null;
  asked: boolean;
  missing: boolean;
}

/**
 * The fourth stage: what will be done to each column. What is fitted, is fitted later, on the training rows of each
 * fold.
 *
 * @param part the development rows.
 * @throws {StepwellError} `unknown_column` or `preparation_mismatch` where what was asked for does not fit.
 * @see Chollet, Deep Learning with Python, 4.5.4: Preparing your data
 */
export function prepare(
  part: Part,
  definition: Definition,
  spec: RunSpec,
): { preparation: ColumnPreparation[]; decisions: Decision[] } {
  const asked = new Map(Object.entries(spec.prepare));
  for (const name of asked.keys()) refuseNoInput(name, part, definition);
  const form = spec.model.embedding === undefined ? null : 'sequences';
  refuseFormsApart(spec);
  const chosen = definition.inputs.map((input) =>
    choose(input.column, part, asked.get(input.column) ?? (input.kind === 'text' && form !== null ? form : undefined)),
  );
  return {
    preparation: chosen.map(({ column, step, missing }) => ({
      column,
      steps: missing ? [step, 'mark-missing'] : [step],
    })),
    decisions: [
      ...preparationStep.options.flatMap((step) => [
        ...decideStep(
          step,
          chosen.filter((one) => one.step === step && !one.asked),
        ),
        ...decideAsked(
          step,
          chosen.filter((one) => one.step === step && one.asked),
        ),
      ]),
      ...decideMissing(chosen.filter(({ missing }) => missing)),
      ...decideTarget(part, definition),
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

/** Words are taken in their order by an embedding, and by nothing else. */
function refuseFormsApart({ prepare, model: { embedding } }: RunSpec): void {
  for (const [column, choice] of Object.entries(prepare)) {
    if (choice === 'sequences' && embedding === undefined) {
      throw new StepwellError(
        'preparation_mismatch',
        `Sequences of words go with an embedding, and none is settled. Ask for an embedding, or prepare "${column}" by multi-hot.`,
        { details: { column } },
      );
    }
    if (choice === 'multi-hot' && embedding !== undefined) {
      throw new StepwellError(
        'preparation_mismatch',
        `An embedding takes the words in their order, and "${column}" was to be multi-hot. Leave one of the two out.`,
        { details: { column } },
      );
    }
  }
}

function refuseNoInput(name: string, part: Part, definition: Definition): void {
  if (definition.inputs.some((input) => input.column === name)) return;
  columnOf(part.table, name);
  const why = definition.leftOut.find(({ column }) => column === name)?.why;
  throw new StepwellError(
    'preparation_mismatch',
    `"${name}" is no input${why === undefined ? '' : `: it ${why}`}. Leave it out of what you ask to prepare, or keep it as an input.`,
    { details: { column: name } },
  );
}

/** What each step is for, as the sentence of its decision. */
const WHY: Record<PreparationStep, string> = {
  'z-score':
    'Networks learn best from small numbers of like size: each column gets mean 0 and standard deviation 1 over the training rows of the fold.',
  'zero-to-one': 'Each column gets its least training value at 0 and its greatest at 1.',
  'minus-one-to-one': 'Each column gets its least training value at -1 and its greatest at 1.',
  robust:
    'A few far values would make up the standard deviation: each column gets its median at 0 and is divided by its interquartile range, and what is more than 20 of these away is put there.',
  log: 'A few values are many times the others: the logarithm of 1 + x brings them together, and is then z-scored.',
  'one-hot': `Names have no order: each of the ${MAX_ONE_HOT} commonest gets a column of its own.`,
  hash: `There are more than ${MAX_ONE_HOT} names, each in at least ten rows: they share ${HASH_BUCKETS} columns, by a hash of the name.`,
  frequency: `There are more than ${MAX_ONE_HOT} names, most of them rare: each becomes the share of the training rows that has it, z-scored.`,
  'zero-one': 'True becomes 1 and false 0.',
  'date-parts':
    'A date becomes its days since 1970, z-scored, and where they differ the month of the year, the day of the week and the hour of the day as points on a circle.',
  'multi-hot':
    'Each of the commonest words of the training rows of the fold is an input: 1 where the text has it. They are kept as ids, never written out. Several columns of texts are read as one.',
  sequences:
    'The words stay in their order, as ids of the commonest words of the training rows of the fold. Several columns of texts are read as one.',
  pixels:
    'The images stay as bytes and become numbers minibatch by minibatch; the brightest value of the training rows of the fold becomes 1.',
  'mark-missing':
    'That a value is missing may itself say something: it gets a column of its own, and the value becomes the mean.',
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

function decideTarget({ target }: Part, { bounds }: Definition): Decision[] {
  if (target.kind !== 'number') return [];
  if (bounds !== null) {
    const why = `It lies between ${bounds.low} and ${bounds.high}: the model learns where between the two, as a share; everything shown is turned back into its own unit.`;
    return [byRule('prepare', 'the target as a share of its range', why, { ...bounds })];
  }
  const why =
    'The model learns the target in standard deviations from its mean; everything shown is turned back into its own unit.';
  return [byRule('prepare', 'z-score the target', why, { columns: target.width })];
}
