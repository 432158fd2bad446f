import { checkAskedEnding } from '../build/index.ts';
import { define, readTarget } from '../define/index.ts';
import { chooseMeasure } from '../measure/index.ts';
import { checkWidth, prepare } from '../prepare/index.ts';
import { chooseProtocol, type Protocol } from '../protocol/index.ts';
import { checkSize } from './apply.ts';
import { priceOf } from './price.ts';
import { developmentStructure, type RunData } from './run-data.ts';

/**
 * Asks beforehand whether the run can begin, so that a bad question is answered at once and nothing is stored.
 *
 * @returns what it will take at most.
 * @throws {StepwellError} a code of the family "the question" in `ERROR_CODES`.
 */
export function checkQuestion(data: RunData): Protocol['price'] {
  const { spec, development, seal } = data;
  const { definition } = define(development, spec, seal.unlabelled);
  checkSize(definition);
  checkAskedEnding(definition, spec.model);
  const target = readTarget(development, definition);
  const part = { table: development, ids: seal.development, target };
  checkWidth(development, prepare(part, definition, spec).preparation);
  const { measure } = chooseMeasure(target, spec);
  const { protocol } = chooseProtocol({
    target,
    structure: developmentStructure(data, definition, part),
    measure,
    spec,
    sealed: seal.sealed.length,
    timeColumn: definition.timeColumn,
    price: (splits, trainRows) => priceOf(splits, trainRows, spec),
  });
  return protocol.price;
}
