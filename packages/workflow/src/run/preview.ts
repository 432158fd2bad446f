import type { Decision } from '../decisions/index.ts';
import type { Definition } from '../stages/define/index.ts';
import type { Measure } from '../stages/measure/index.ts';
import type { Protocol } from '../stages/protocol/index.ts';
import { analyse } from './analyse.ts';
import { apply } from './apply.ts';
import { checkQuestion } from './check-question.ts';
import type { RunData } from './run-data.ts';
import { reached, startState } from './run-state.ts';

/** What a run would decide before it trains anything. */
export interface Preview {
  definition: Definition;
  measure: Measure;
  protocol: Protocol;
  decisions: Decision[];
  price: ReturnType<typeof checkQuestion>;
}

/**
 * What a question comes to: the first stages as a run would decide them, by the same rules, on the same rows.
 *
 * @throws {StepwellError} what the run would be refused for, or fail with.
 */
export function preview(data: RunData): Preview {
  const price = checkQuestion(data);
  const decisions: Decision[] = [];
  let state = startState();
  while (state.stage === 'define' || state.stage === 'measure' || state.stage === 'protocol') {
    const change = analyse(state, data);
    state = apply(state, change);
    decisions.push(...change.decisions);
  }
  return {
    definition: reached(state, 'definition'),
    measure: reached(state, 'measure'),
    protocol: reached(state, 'protocol'),
    decisions,
    price,
  };
}
