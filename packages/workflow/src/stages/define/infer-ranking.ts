import { StepwellError } from '@stepwell/base/errors';
import { formatCount } from '@stepwell/base/format';
import type { Column, Table } from '@stepwell/data/table';
import { haveDifferentGrades, rowsByQuery } from '@stepwell/metrics/targets';
import type { RunSpec } from '../../question/index.ts';
import { emptyQuestion, type InferredProblem } from './inferred-problem.ts';
import { queriesOf } from './queries-of.ts';

/** The greatest grade of relevance; a count of clicks beyond it is better ranked by its logarithm. */
const GREATEST_GRADE = 1e6;

/**
 * The problem of ranking the rows of each query by the target, as their relevance.
 *
 * @throws {StepwellError} `unsupported_problem` for a target other than one column of numbers of at least 0, and where no query
 *   has rows of different relevance.
 */
export function inferRanking(columns: Column[], table: Table, spec: RunSpec, query: string): InferredProblem {
  const [target, second] = columns;
  if (spec.type !== undefined && spec.type !== 'ranking') {
    throw mismatch(
      `A query column makes the problem one of ranking, not ${spec.type}. Leave out the type or the query.`,
    );
  }
  if (target === undefined || second !== undefined) {
    throw mismatch('Rows are ranked by one column of relevance. Choose one target column.');
  }
  if (target.kind !== 'numeric' && target.kind !== 'boolean') {
    throw mismatch(
      `Rows are ranked by a number, such as 0 and 1 or grades from 0 to 4, and "${target.name}" holds ${HOLDS[target.kind]}. Write its values as numbers, the most relevant the greatest.`,
    );
  }
  const grades = Float64Array.from(target.values.subarray(0, table.rows));
  const wrong = grades.find((grade) => grade < 0 || grade > GREATEST_GRADE);
  if (wrong !== undefined) {
    throw mismatch(
      `"${target.name}" has a value of ${wrong}. Relevance is a number from 0, not relevant, to ${GREATEST_GRADE}: add a constant, or use logarithms.`,
    );
  }
  const queries = rowsByQuery(queriesOf(table, query));
  const total = queries.length;
  const judged = queries.filter((rows) => haveDifferentGrades(rows, grades)).length;
  if (judged < 2) {
    throw mismatch(
      `${judged === 0 ? 'No query' : 'Only one query'} of "${query}" has rows of different relevance, so there is no order to learn. Check that "${query}" names the queries: ${formatCount(total, 'query', 'queries')} were found among ${formatCount(table.rows, 'row')}.`,
    );
  }
  return {
    ...emptyQuestion([target], 'ranking'),
    query,
    why: `Rows are ranked within each "${query}" by "${target.name}": ${formatCount(total, 'query', 'queries')}, ${judged} of them with rows of different relevance`,
    by: 'user',
  };
}

const HOLDS: Record<Exclude<Column['kind'], 'numeric' | 'boolean'>, string> = {
  categorical: 'categories',
  date: 'dates',
  text: 'text',
  image: 'images',
};

function mismatch(message: string): StepwellError {
  return new StepwellError('unsupported_problem', message);
}
