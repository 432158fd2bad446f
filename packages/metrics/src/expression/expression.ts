import type { AggregateName, CountName, FunctionName, Operator, RowsName, Shape } from './vocabulary.ts';

/** A parsed and checked expression; it uses only names of the vocabulary. */
export type Expression = { shape: Shape } & (
  | { kind: 'number'; value: number }
  | { kind: 'count'; name: CountName }
  | { kind: 'rows'; name: RowsName }
  | { kind: 'not' | 'negative'; of: Expression }
  | { kind: 'operator'; operator: Operator; left: Expression; right: Expression }
  | { kind: 'choice'; test: Expression; yes: Expression; no: Expression }
  | { kind: 'function'; name: FunctionName; of: Expression }
  | { kind: 'extreme'; name: 'min' | 'max'; of: Expression[] }
  | { kind: 'aggregate'; name: AggregateName; of: Expression }
);
