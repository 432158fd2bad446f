import type { Column } from '@stepwell/data/table';
import type { ProblemType, Question } from '../../question/index.ts';

/** A problem, the reason for its type, and whether a rule or the user chose it. */
export interface InferredProblem extends Question {
  why: string;
  by: 'rule' | 'user';
}

/** A question without classes, labels and bounds. */
export function emptyQuestion(columns: Column[], type: ProblemType): Question {
  const target = columns.map((column) => column.name);
  return { type, target, classes: null, labels: null, separator: null, bounds: null };
}
