import { StepwellError } from '@stepwell/base/errors';
import { formatCount } from '@stepwell/base/format';
import { countDistinct, type Table } from '@stepwell/data/table';
import { byRule, byUser, type Decision } from '../../decisions/index.ts';
import type { Question, RunSpec } from '../../question/index.ts';
import { audit } from './audit.ts';
import { auditLaterDates } from './audit-later-dates.ts';
import { auditSentinels } from './audit-sentinels.ts';
import { chooseInputs } from './choose-inputs.ts';
import type { Definition, Finding } from './definition.ts';
import { describeQuestion, hypothesisOf, nameTarget } from './hypothesis.ts';
import { orderOfNames } from './infer-ordinal.ts';
import { inferProblem, MIN_ROWS } from './infer-problem.ts';
import type { InferredProblem } from './inferred-problem.ts';
import { readTarget } from './read-target.ts';

/** What was noted when the file was read. */
export interface ReadingNotes {
  findings: Finding[];
  /** Columns without a name that only name the rows. */
  rowNames: readonly string[];
}

const NOTHING_NOTED: ReadingNotes = { findings: [], rowNames: [] };

/**
 * The first stage: what to predict, from which inputs, and what might get in the way.
 *
 * @param table the development rows; the sealed ones aren't visible here.
 * @param unlabelled rows set aside because their target is missing.
 * @param undated rows set aside because they have no time, if rows are split by time.
 * @param reading what was noted when the file was read.
 * @throws {StepwellError} a code of the family "the question" in `ERROR_CODES`.
 * @see Chollet, Deep Learning with Python, 4.5.1: Defining the problem and assembling a dataset
 */
export function define(
  table: Table,
  spec: RunSpec,
  unlabelled: number,
  undated = 0,
  reading: ReadingNotes = NOTHING_NOTED,
): { definition: Definition; decisions: Decision[] } {
  const { why, by, ...question } = inferProblem(table, spec);
  if (table.rows < MIN_ROWS) {
    throw new StepwellError(
      'too_few_rows',
      `Only ${table.rows} rows with a target are left to learn from; at least ${MIN_ROWS} are needed to train, validate and test. Add rows.`,
      { details: { rows: table.rows, limit: MIN_ROWS } },
    );
  }
  const target = readTarget(table, question);
  const { inputs, leftOut, leaks, audit: objections } = chooseInputs(table, spec, target, reading.rowNames);
  if (inputs.length === 0) {
    throw new StepwellError(
      'no_inputs',
      `No column is left to predict ${nameTarget(spec.target)} from: ${
        leftOut
          .slice(0, 3)
          .map(({ column, why }) => `"${column}" ${why}`)
          .join('; ') || 'the table has no other column'
      }. Add a column that may help predict it.`,
    );
  }
  const dates = table.columns.find(
    (column) => column.kind === 'date' && !spec.drop.includes(column.name) && countDistinct(column, table.rows) > 1,
  );
  const definition: Definition = {
    ...question,
    inputs,
    leftOut,
    leaks,
    timeColumn: spec.order === 'file' ? null : (spec.timeColumn ?? dates?.name ?? null),
    hypothesis: hypothesisOf(
      question,
      inputs.map((input) => input.column),
    ),
    audit: [
      ...reading.findings,
      ...audit(table, target, inputs, unlabelled, spec.horizon !== undefined),
      ...auditSentinels(table, [...inputs.map(({ column }) => column), ...spec.target]),
      ...auditLaterDates(table, inputs, spec.timeColumn ?? dates?.name ?? null),
      ...undatedFinding(undated),
      ...boundsFinding(question),
      ...orderFinding(question),
      ...objections,
    ],
  };
  return { definition, decisions: decisionsOf(definition, { ...question, why, by }, spec) };
}

function undatedFinding(undated: number): Finding[] {
  if (undated === 0) return [];
  const finding = `${undated} rows have no time to split them by and were set aside.`;
  return [{ check: 'undated', severity: 'warn', finding, evidence: { undated } }];
}

/** Notices classes whose names have an order, which plain classes ignore. */
function orderFinding({ type, classes, target }: Question): Finding[] {
  const order = type === 'multiclass' && classes !== null ? orderOfNames(classes) : null;
  if (order === null) return [];
  const ends = `from ${order[0]} to ${order.at(-1)}`;
  const finding = `The ${order.length} classes of ${nameTarget(target)} may have an order, ${ends}. If it matters how far off a prediction is, choose the type ordinal; if they only tell things apart, as digits do, leave it.`;
  return [{ check: 'ordered-classes', severity: 'info', finding, evidence: { order } }];
}

function boundsFinding({ bounds, target }: Pick<Definition, 'bounds' | 'target'>): Finding[] {
  if (bounds === null) return [];
  return [
    {
      check: 'bounded-target',
      severity: 'info',
      finding: `${nameTarget(target)} lies between ${bounds.low} and ${bounds.high}, like a share, so predictions are kept in that range.`,
      evidence: bounds,
    },
  ];
}

function decisionsOf(definition: Definition, problem: InferredProblem, spec: RunSpec): Decision[] {
  const { inputs, leftOut, target, classes } = definition;
  // That a forecast is asked for has been said.
  const asked = (problem.by === 'user' ? byUser : byRule)('define', describeQuestion(definition), `${problem.why}.`, {
    type: definition.type,
    classes: classes?.length ?? null,
    labels: definition.labels?.length ?? null,
  });
  const decisions = [
    ...(spec.horizon === undefined ? [asked] : []),
    byRule(
      'define',
      formatCount(inputs.length, 'input'),
      `${formatCount(inputs.length, 'column')} may help predict ${nameTarget(target)}.`,
      { inputs: inputs.slice(0, 100) },
    ),
  ];
  for (const column of spec.keep.slice(0, 50)) {
    if (!inputs.some((input) => input.column === column)) continue;
    decisions.push(
      byUser('define', `keep "${column}"`, `You said that "${column}" will be known at prediction time.`, { column }),
    );
  }
  for (const { column, why: reason } of leftOut.slice(0, 50)) {
    const settled =
      spec.drop.includes(column) ||
      spec.group === column ||
      spec.query === column ||
      spec.timeColumn === column ||
      spec.split === column;
    const by = settled ? byUser : byRule;
    decisions.push(by('define', `leave out "${column}"`, `"${column}" ${reason}.`, { column }));
  }
  return decisions;
}
