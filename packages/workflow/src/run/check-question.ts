import { StepwellError } from '@stepwell/base/errors';
import { isRanked, score } from '@stepwell/metrics';
import { countRows, type Target } from '@stepwell/metrics/targets';
import { baselinesFor, predictBaseline, usesProbabilities } from '../stages/baseline/index.ts';
import { checkAskedEnding } from '../training/architecture/index.ts';
import { define, readTarget, type Definition } from '../stages/define/index.ts';
import { chooseMeasure, type Measure } from '../stages/measure/index.ts';
import { checkWidth, prepare } from '../stages/prepare/index.ts';
import { checkTime, type Protocol } from '../stages/protocol/index.ts';
import { checkSize } from './apply.ts';
import { checkLayers } from './check-layers.ts';
import { checkProtocolPredictions, checkTestPredictions } from './check-predictions.ts';
import { asForecast, readingNotes, type RunData } from './run-data.ts';
import { settleProtocol } from './settle-protocol.ts';

/**
 * Checks a question before its run is created.
 *
 * @returns an upper bound of the run's fits and steps.
 * @throws {StepwellError} a code of the family "the question" in `ERROR_CODES`.
 */
export function checkQuestion(data: RunData): Protocol['price'] {
  const { spec, development, seal } = data;
  checkTime(spec);
  const defined = define(development, spec, seal.unlabelled, seal.undated, readingNotes(data));
  const definition = asForecast(defined.definition, data);
  checkSize(definition);
  checkAskedEnding(definition, spec.model);
  const target = readTarget(development, definition);
  checkTestPredictions(target, seal.sealed.length + seal.unscored.length);
  const part = { table: development, ids: seal.development, target };
  const { preparation } = prepare(part, definition, spec);
  checkWidth(development, preparation);
  checkLayers(definition, preparation, spec.model);
  const { measure } = chooseMeasure(target, spec);
  const { protocol } = settleProtocol(data, definition, part, measure);
  checkProtocolPredictions(target, protocol, spec);
  checkSealed(data, definition, target, measure);
  return protocol.price;
}

/**
 * Checks that the metric is defined on the sealed rows, and nothing else about them. With only one class, for example,
 * there is no ROC AUC, and the run would fail at its test.
 */
function checkSealed(data: RunData, definition: Definition, target: Target, measure: Measure): void {
  if (measure.custom !== null) return;
  const sealed = readTarget(data.unseal(), definition);
  const rows = countRows(sealed);
  const options = { seed: data.spec.seed, probabilistic: usesProbabilities(measure.name) };
  const names = isRanked(target) ? (['random-order'] as const) : baselinesFor(target, 'random');
  const defined = names.some((name) =>
    Number.isFinite(score(measure, predictBaseline(name, target, rows, options), sealed)),
  );
  if (defined) return;
  throw new StepwellError(
    'measure_mismatch',
    `${measure.name} is undefined on the ${rows} test rows: a class is missing, or all values are equal. Choose another metric, or more test rows.`,
    { details: { measure: measure.name, rows } },
  );
}
