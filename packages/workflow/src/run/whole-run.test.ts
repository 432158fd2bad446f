import { beforeAll, describe, test } from 'vitest';
import { startEngine } from '../build/testing/start-engine.ts';
import { decision, STAGES, type Decision } from '../decisions/index.ts';
import { baselineRowScores } from '../baseline/index.ts';
import { readTarget, type Definition } from '../define/index.ts';
import { evaluate, readOutputs } from '../fit/index.ts';
import { mean, meanInterval, scoreRows, targetAt } from '../measure/index.ts';
import { splitsOf } from '../protocol/index.ts';
import { report, writeReport, type Report } from '../report/index.ts';
import type { RunSpecInput } from '../spec/index.ts';
import { driveRun, type Driven } from '../testing/drive-run.ts';
import { seededTable } from '../testing/seeded-tables.ts';
import { trialOf } from '../testing/outcomes.ts';
import { specOf } from '../testing/spec.ts';
import { fitDataOf, openRunData, runState, type RunState } from './index.ts';

beforeAll(startEngine);

const CASES: { type: Definition['type']; fields: Partial<RunSpecInput>; splits: number; rows: number }[] = [
  { type: 'binary', fields: { protocol: 'hold-out' }, splits: 1, rows: 80 },
  { type: 'multiclass', fields: { folds: 2 }, splits: 2, rows: 50 },
  { type: 'scalar-regression', fields: { folds: 2 }, splits: 2, rows: 50 },
];

/** Which stage fills which part of the report. */
const FILLED_BY: [keyof Report, (typeof STAGES)[number]][] = [
  ['problem', 'define'],
  ['measure', 'measure'],
  ['protocol', 'protocol'],
  ['preparation', 'prepare'],
  ['baselines', 'baseline'],
  ['power', 'power'],
  ['tune', 'tune'],
  ['test', 'test'],
  ['model', 'test'],
];

describe.for(CASES)('a run of $type in $splits split(s)', ({ type, fields, splits, rows }) => {
  const sealed = rows / 5;
  const spec = specOf({ effort: 'quick', ...fields });
  const states: { state: RunState; decisions: Decision[] }[] = [];
  let driven: Driven;

  beforeAll(async () => {
    driven = await driveRun(openRunData(spec, seededTable(type, rows), null), {
      onState: (state, decisions) => states.push({ state, decisions }),
    });
  }, 60_000);

  test('finishes, having been at every stage in order', ({ expect }) => {
    expect(driven.state).toMatchObject({ status: 'finished', failure: null, plan: null });
    expect([...new Set(states.map(({ state }) => state.stage))]).toEqual([...STAGES]);
    const order = driven.decisions.map(({ stage }) => STAGES.indexOf(stage));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(new Set(order).size).toBe(STAGES.length);
  });

  test('comes to states and decisions that keep to their schemas through JSON', ({ expect }) => {
    for (const { state, decisions } of states) {
      expect(runState.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
      for (const made of decisions) expect(decision.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
    }
  });

  test('gives a report at every step, without what was not reached', ({ expect }) => {
    for (const { state, decisions } of states) {
      const written = writeReport({
        run: { id: 'r', url: '/r', steps: 1, wallSeconds: 2 },
        dataset: { name: 'table.csv', rows, columns: 5 },
        spec,
        state,
        decisions,
      });
      expect(report.parse(JSON.parse(JSON.stringify(written)))).toEqual(written);
      for (const [field, stage] of FILLED_BY) {
        const past = state.status === 'finished' || STAGES.indexOf(state.stage) > STAGES.indexOf(stage);
        expect(written[field] !== null).toBe(past);
      }
      expect(written.scaleUp !== null).toBe(state.rungs.length > 0);
    }
  });

  test('holds each row at the gate against the best baseline on the same row', ({ expect }) => {
    const { definition, measure, protocol, baselines, power } = driven.state;
    const data = openRunData(spec, seededTable(type, rows), null);
    const target = readTarget(data.development, 'y', definition!.classes);
    const folds = splitsOf(protocol!, target, spec.seed);
    const guesses = baselineRowScores(baselines![0]!.name, target, folds, measure!, spec.seed);
    const sign = measure!.greaterIsBetter ? 1 : -1;
    const gains = folds.flatMap(({ validation }, split) => {
      const { spec: model, weights } = driven.checkpoints.get(`power/fold-${split}`)!;
      const fit = { id: '', trial: trialOf('power'), split };
      const { preparation, validation: held } = fitDataOf(driven.state, data, fit);
      const predictions = readOutputs(definition!, preparation, evaluate(model, weights, held!.prepared).outputs);
      const scores = scoreRows(measure!.name, predictions, targetAt(target, validation));
      return Array.from(scores, (score, row) => sign * (score - guesses[split]![row]!));
    });
    expect(power!.gain).toBeCloseTo(mean(gains), 12);
    expect(power!.ci).toEqual(meanInterval(Float64Array.from(gains), spec.seed, 'power'));
  });

  test('trains each planned fit for its epochs, in every split', ({ expect }) => {
    const { scaleUp, tune } = driven.state;
    const trials = 1 + scaleUp!.rungs.length + tune!.trials.length;
    expect(driven.points.size).toBe(trials * splits + 1);
    for (const points of driven.points.values()) {
      expect(points.map(({ epoch }) => epoch)).toEqual(points.map((_, i) => i + 1));
    }
    scaleUp!.rungs.forEach(({ epochs }, i) => expect(driven.points.get(`rung-${i + 1}/fold-0`)).toHaveLength(epochs));
  });

  test('tests the chosen configuration once, on the sealed rows', ({ expect }) => {
    const { test: tested, tune, model, protocol, power } = driven.state;
    const best = tune!.trials.find(({ id }) => id === tune!.best)!;
    expect(power!.verdict).toBe('beats-baseline');
    expect(tested).toMatchObject({ opened: 1, rows: sealed });
    expect(protocol!.rows.test).toBe(sealed);
    expect(tested!.ci[0]).toBeLessThanOrEqual(tested!.value);
    expect(tested!.ci[1]).toBeGreaterThanOrEqual(tested!.value);
    const sign = driven.state.measure!.greaterIsBetter ? 1 : -1;
    expect(tested!.valToTestGap).toBeCloseTo(sign * (best.score! - tested!.value), 12);
    expect(model).toMatchObject({ epochs: best.bestEpoch, spec: { layers: expect.any(Array) } });
    expect(model!.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(driven.points.get('final/all')).toHaveLength(best.bestEpoch);
  });

  test('hands out the predictions that the score comes from', ({ expect }) => {
    const { test: tested, definition } = driven.state;
    const data = openRunData(spec, seededTable(type, rows), null);
    const target = data.unseal().columns.find(({ name }) => name === 'y')!;
    const { predictions } = driven;
    if (predictions?.kind === 'number' && target.kind === 'numeric') {
      const errors = predictions.values.map((value, row) => Math.abs(value - target.values[row]!));
      expect(errors.reduce((sum, error) => sum + error, 0) / sealed).toBeCloseTo(tested!.metrics['mae']!, 9);
    } else if (predictions?.kind === 'probabilities' && target.kind === 'categorical') {
      const { numClasses, values } = predictions;
      const right = Array.from(target.codes).filter((code, row) => {
        const shares = [...values.subarray(row * numClasses, (row + 1) * numClasses)];
        return definition!.classes![shares.indexOf(Math.max(...shares))] === target.categories[code];
      });
      expect(right.length / sealed).toBeCloseTo(tested!.metrics['accuracy']!, 12);
    } else expect.unreachable('predictions of another kind than the target');
  });
});
