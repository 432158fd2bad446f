import type { Definition } from '../stages/define/index.ts';
import type { Measure } from '../stages/measure/index.ts';
import { chooseProtocol } from '../stages/protocol/index.ts';
import type { Part } from '../training/rows/index.ts';
import { priceOf } from './price.ts';
import { developmentStructure, type RunData } from './run-data.ts';

/**
 * Chooses the run's protocol from its rows, for previews and runs alike.
 *
 * @throws {StepwellError} `protocol_mismatch`.
 */
export function settleProtocol(
  data: RunData,
  definition: Definition,
  part: Part,
  measure: Measure,
): ReturnType<typeof chooseProtocol> {
  const { spec, seal } = data;
  return chooseProtocol({
    target: part.target,
    structure: developmentStructure(data, definition, part),
    measure,
    spec,
    sealed: seal.sealed.length,
    seal,
    timeColumn: definition.timeColumn,
    price: (splits, trainRows) => priceOf(splits, trainRows, spec),
  });
}
