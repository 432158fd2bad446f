import type { Decision } from '../decisions/index.ts';
import type { Definition } from '../stages/define/index.ts';
import type { Measure } from '../stages/measure/index.ts';
import type { Protocol } from '../stages/protocol/index.ts';
import { analyse } from './analyse.ts';
import { apply } from './apply.ts';
import { checkQuestion } from './check-question.ts';
import { workOfWhole } from './work.ts';
import type { RunData } from './run-data.ts';
import { reached, startState } from './run-state.ts';

/** The stages before the ladder, and requests. */
const SECONDS_OF_DECISIONS = 1;

/** Decisions of a run before training. */
export interface Preview {
  definition: Definition;
  measure: Measure;
  protocol: Protocol;
  decisions: Decision[];
  /** Upper bounds; `seconds` is an estimate of the usual time. */
  price: Protocol['price'] & { seconds: number };
}

/**
 * Previews a run: decides its first stages by the same rules on the same rows.
 *
 * @throws {StepwellError} the error that the run would be rejected or fail with.
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
  const definition = reached(state, 'definition');
  const measure = reached(state, 'measure');
  const protocol = reached(state, 'protocol');
  const [least, most] = workOfWhole({ definition, measure, protocol, spec: data.spec });
  // The two may be far apart: their geometric mean is wrong by as large a factor on either side.
  const seconds = SECONDS_OF_DECISIONS + Math.sqrt(least * most);
  return { definition, measure, protocol, decisions, price: { ...price, seconds } };
}
