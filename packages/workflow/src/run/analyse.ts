import { baseline } from '../stages/baseline/index.ts';
import { define, hypothesisOfForecast } from '../stages/define/index.ts';
import { chooseMeasure, isSkewed, lossFor } from '../stages/measure/index.ts';
import { decideBuild, groupCandidate, planGate, skipGate } from '../stages/gate/index.ts';
import { isTargetSettled, prepare } from '../stages/prepare/index.ts';
import { splitsOf } from '../stages/protocol/index.ts';
import { planRung } from '../stages/scale-up/index.ts';
import { branchesOf } from './branches-of.ts';
import { change, type Change } from './change.ts';
import { codesOf, farLagsOf } from './fit-rows.ts';
import { solvesLinear } from './linear-control.ts';
import { asForecast, developmentPart, developmentStructure, readingNotes, type RunData } from './run-data.ts';
import { reached, type RunState } from './run-state.ts';
import { settleProtocol } from './settle-protocol.ts';

/** Fewer rows or lags than these aren't worth another chance to be lucky. */
const FEWEST_ROWS_FOR_LAGS = 400;
const FEWEST_FAR_LAGS = 6;

/** Decides a stage that needs no training. */
export function analyse(state: RunState, data: RunData): Change {
  const { spec } = data;
  if (state.stage === 'define') {
    const { definition, decisions } = define(
      data.development,
      spec,
      data.seal.unlabelled,
      data.seal.undated,
      readingNotes(data),
    );
    const forecast = data.forecast?.forecast;
    const understood = {
      ...asForecast(definition, data),
      ...(forecast && { hypothesis: hypothesisOfForecast(forecast, definition.inputs.length) }),
    };
    return change({ definition: understood, stage: 'measure' }, [...(data.forecast?.decisions ?? []), ...decisions]);
  }
  const definition = reached(state, 'definition');
  const part = developmentPart(data, definition);
  switch (state.stage) {
    case 'measure': {
      const { measure, decisions } = chooseMeasure(part.target, spec);
      const own = definition.bounds === null ? lossFor(part.target, measure) : null;
      const trained = own === null ? measure : { ...measure, loss: own.loss };
      return change({ measure: trained, stage: 'protocol' }, decisions);
    }
    case 'protocol': {
      const { protocol, decisions } = settleProtocol(data, definition, part, reached(state, 'measure'));
      return change({ protocol, stage: 'prepare' }, decisions);
    }
    case 'prepare': {
      const { preparation, scale, decisions } = prepare(part, definition, spec);
      const scaled = scale === undefined ? definition : { ...definition, scale };
      return change({ preparation, definition: scaled, stage: 'baseline' }, decisions);
    }
    case 'baseline': {
      const protocol = reached(state, 'protocol');
      const measure = reached(state, 'measure');
      const structure = developmentStructure(data, definition, part);
      const splits = splitsOf(protocol, structure, spec.seed);
      const { baselines, decisions } = baseline(
        { ...part, inputs: definition.inputs.map(({ column }) => column) },
        splits,
        measure,
        spec.seed,
        protocol.order,
        structure.times,
      );
      const built = decideBuild(definition, measure, spec);
      if (spec.effort === 'single') {
        const plan = [planRung(0, { definition, measure, protocol, spec })];
        return change({ baselines, stage: 'scale-up', plan }, [...decisions, ...built, skipGate()]);
      }
      const preparation = reached(state, 'preparation');
      const plan = planGate(spec, protocol, definition, measure, part.ids.length, {
        solvesLinear: solvesLinear(part, preparation, definition),
        codes: codesOf(data, part, preparation).size > 0,
        trend: preparation.some(
          ({ column, steps }) => column === definition.timeColumn && steps.includes('date-cycles'),
        ),
        skewed: definition.bounds === null && !isTargetSettled(definition, spec) && isSkewed(part.target),
        branches: branchesOf(preparation) !== null,
        lags:
          part.ids.length >= FEWEST_ROWS_FOR_LAGS &&
          preparation.filter(({ column }) => farLagsOf(data).has(column)).length >= FEWEST_FAR_LAGS,
        group: spec.group === undefined ? groupCandidate(part.table, definition) : null,
      });
      return change({ baselines, stage: 'gate', plan }, [...decisions, ...built]);
    }
    default:
      throw new Error(`stage ${state.stage} waits for fits`);
  }
}
