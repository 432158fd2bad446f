import { chooseEnding, plainConfig, widen, type Config } from '../../training/architecture/index.ts';
import type { RunSpec } from '../../question/index.ts';
import type { Definition } from '../define/index.ts';
import { branchFor, classWeightFor } from '../gate/index.ts';
import type { Measure } from '../measure/index.ts';
import type { Protocol } from '../protocol/index.ts';
import { ladderFor } from './ladder.ts';

const LEARNING_RATE = 0.001;

/** What the rungs of a run have in common. */
export interface ScaleUpContext {
  definition: Definition;
  measure: Measure;
  protocol: Protocol;
  spec: RunSpec;
}

/** @returns the configuration of a rung; nothing regularizes the model. */
export function configOfRung(index: number, { definition, measure, protocol, spec }: ScaleUpContext): Config {
  const { units, convolution } = ladderFor(definition.inputs)[index]!;
  // Setting the units sets the layers: convolutions come before them only if they are set too.
  const choices = spec.model.units === undefined ? { convolution, ...spec.model } : spec.model;
  return plainConfig(widen(units, chooseEnding(definition).outputs), protocol.rows.train, choices, {
    learningRate: LEARNING_RATE,
    classWeight: classWeightFor(definition, measure),
    loss: measure.loss,
    branch: branchFor(definition.inputs),
  });
}
