import { byRule, byUser, type Decision } from '../decisions/index.ts';
import { StepwellError } from '../errors/index.ts';
import { formatCount } from '../format/index.ts';
import type { RunSpec } from '../spec/index.ts';
import type { Table } from '../table/index.ts';
import { audit } from './audit.ts';
import { chooseInputs } from './choose-inputs.ts';
import type { Definition } from './definition.ts';
import { inferProblem, MIN_ROWS } from './infer-problem.ts';
import { readTarget } from './read-target.ts';

/**
 * The first stage: what is to be predicted from what, and what stands in the way.
 *
 * @param table the development rows; the sealed ones are out of sight.
 * @param unlabelled rows set aside because their target is missing.
 * @throws {StepwellError} a code of the family "the question" in `ERROR_CODES`.
 * @see Chollet, Deep Learning with Python, 4.5.1: Defining the problem and assembling a dataset
 */
export function define(
  table: Table,
  spec: RunSpec,
  unlabelled: number,
): { definition: Definition; decisions: Decision[] } {
  const problem = inferProblem(table, spec);
  if (table.rows < MIN_ROWS) {
    throw new StepwellError(
      'too_few_rows',
      `${table.rows} rows with a target are left to learn from; at least ${MIN_ROWS} are needed to train, validate and test. Add rows.`,
      { details: { rows: table.rows, limit: MIN_ROWS } },
    );
  }
  const name = spec.target[0]!;
  const target = readTarget(table, name, problem.classes);
  const { inputs, leftOut, audit: objections } = chooseInputs(table, spec, target);
  if (inputs.length === 0) {
    throw new StepwellError(
      'no_inputs',
      `No column is left to predict "${name}" from: ${
        leftOut
          .slice(0, 3)
          .map(({ column, why }) => `"${column}" ${why}`)
          .join('; ') || 'there is no other'
      }. Add a column that may say something about it.`,
    );
  }
  const definition: Definition = {
    type: problem.type,
    target: name,
    classes: problem.classes,
    inputs,
    leftOut,
    hypothesis: hypothesisOf(
      name,
      inputs.map((input) => input.column),
      problem.classes,
    ),
    audit: [...audit(table, target, inputs, unlabelled), ...objections],
  };
  return { definition, decisions: decisionsOf(definition, problem.why, spec) };
}

function decisionsOf(definition: Definition, why: string, spec: RunSpec): Decision[] {
  const { type, inputs, leftOut } = definition;
  // Names are classes whatever is measured; of a number the measure decides.
  const measureSettled = spec.measure !== undefined && why.startsWith(spec.measure);
  const decisions = [
    (measureSettled ? byUser : byRule)('define', describe(type, definition.classes), `${why}.`, {
      classes: definition.classes?.length ?? null,
    }),
    byRule(
      'define',
      formatCount(inputs.length, 'input'),
      `${formatCount(inputs.length, 'column')} may say something about "${definition.target}".`,
      {
        inputs: inputs.slice(0, 100),
      },
    ),
  ];
  for (const { column, why: reason } of leftOut.slice(0, 50)) {
    const by = spec.drop.includes(column) ? byUser : byRule;
    decisions.push(by('define', `leave out "${column}"`, `"${column}" ${reason}.`, { column }));
  }
  return decisions;
}

function describe(type: Definition['type'], classes: string[] | null): string {
  if (type === 'scalar-regression') return 'predict a number';
  return type === 'binary' ? `tell "${classes![1]}" from "${classes![0]}"` : `tell ${classes!.length} classes apart`;
}

function hypothesisOf(target: string, inputs: string[], classes: string[] | null): string {
  const named = inputs.slice(0, 4).map((input) => `"${input}"`);
  const others = inputs.length - named.length;
  const subject = named.join(', ') + (others > 0 ? ` and ${others} more` : '');
  const guess = classes === null ? 'the mean or the median' : 'the commonest class';
  return `${subject} say enough about "${target}" to predict it on new rows better than always guessing ${guess}.`;
}
