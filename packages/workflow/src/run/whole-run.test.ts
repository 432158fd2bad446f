import { beforeAll, describe, test } from 'vitest';
import { score } from '@stepwell/metrics';
import { targetAt } from '@stepwell/metrics/targets';
import { labelAt, type Column } from '@stepwell/data/table';
import { startEngine } from '../training/architecture/testing/start-engine.ts';
import { decision, STAGES, type Decision } from '../decisions/index.ts';
import type { Definition } from '../stages/define/index.ts';
import { fitsOf } from '../training/trial/index.ts';
import { report, reportMarkdown, writeReport, type Report } from '../report/index.ts';
import type { RunSpecInput } from '../question/index.ts';
import { driveRun, type Driven } from './drive-run.ts';
import { seededTable, seededTargets } from '../testing/seeded-tables.ts';
import { specOf } from '../testing/spec.ts';
import { fitRowsOf, openRunData, runState, type RunState } from './index.ts';
import { sealedPart } from './run-data.ts';
import { validationPredictions } from './validation-predictions.ts';

beforeAll(startEngine);

const CASES: { type: Definition['type']; fields: Partial<RunSpecInput>; splits: number; rows: number }[] = [
  { type: 'binary', fields: { protocol: 'hold-out' }, splits: 1, rows: 80 },
  { type: 'multiclass', fields: { folds: 2 }, splits: 2, rows: 50 },
  { type: 'scalar-regression', fields: { folds: 2 }, splits: 2, rows: 50 },
  { type: 'vector-regression', fields: { folds: 2 }, splits: 2, rows: 50 },
  { type: 'ordinal', fields: { folds: 2, type: 'ordinal' }, splits: 2, rows: 50 },
  { type: 'ranking', fields: { query: 'query', folds: 2, model: { batchSize: 32 } }, splits: 2, rows: 80 },
  { type: 'multilabel', fields: { protocol: 'iterated-k-fold', folds: 2, iterations: 2 }, splits: 4, rows: 80 },
];

/** Which stage fills which part of the report. */
const FILLED_BY: [keyof Report, (typeof STAGES)[number]][] = [
  ['problem', 'define'],
  ['measure', 'measure'],
  ['protocol', 'protocol'],
  ['preparation', 'prepare'],
  ['baselines', 'baseline'],
  ['gate', 'gate'],
  ['tune', 'tune'],
  ['test', 'test'],
  ['model', 'test'],
];

describe.for(CASES)('a run of $type in $splits split(s)', ({ type, fields, splits, rows }) => {
  const sealed = rows / 5;
  const targets = seededTargets(type);
  const spec = specOf({ effort: 'quick', target: seededTargets(type), ...fields });
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
        // The search has its result before its winner's predictions for validation rows are there.
        const isSearched = stage === 'tune' && state.tune !== null;
        const past = state.status === 'finished' || isSearched || STAGES.indexOf(state.stage) > STAGES.indexOf(stage);
        expect(written[field] !== null).toBe(past);
      }
      expect(written.scaleUp !== null).toBe(state.rungs.length > 0);
    }
  });

  test('scores the small model at the gate on the validation rows of every split', async ({ expect }) => {
    const { measure, gate } = driven.state;
    const data = openRunData(spec, seededTable(type, rows), null);
    const at = states.find(({ state }) => state.stage === 'gate' && state.plan !== null)!.state;
    const results = {
      outcome: () => expect.unreachable(),
      checkpoint: (id: string) => Promise.resolve(driven.checkpoints.get(id)!),
    };
    let sum = 0;
    let count = 0;
    for (const fit of fitsOf(at.plan![0]!, splits)) {
      const { part, validation } = fitRowsOf(at, data, fit);
      const predictions = await validationPredictions(at, data, fit, results);
      sum += validation!.length * score(measure!, predictions, targetAt(part.target, validation!));
      count += validation!.length;
    }
    expect(gate!.tests[0]).toMatchObject({ model: 'small', score: expect.closeTo(sum / count, 12) });
    // The better of the two models is the one reported.
    const best = gate!.tests.toSorted((a, b) => b.gain - a.gain)[0]!;
    expect(gate).toMatchObject({ model: best.model, score: best.score, gain: best.gain });
    const sign = measure!.greaterIsBetter ? 1 : -1;
    expect(gate!.gain).toBeCloseTo(sign * (gate!.score - gate!.baseline.score), 9);
  });

  test('trains every fit for its epochs, and each rung on two splits', ({ expect }) => {
    const { scaleUp, tune } = driven.state;
    for (const points of driven.points.values()) {
      expect(points.map(({ epoch }) => epoch)).toEqual(points.map((_, i) => i + 1));
    }
    scaleUp!.rungs.forEach(({ trial, epochs }) => {
      const folds = Array.from({ length: Math.min(2, splits) }, (_, split) => `${trial}/fold-${split}`);
      // One of them may have ended before.
      expect(Math.max(...folds.map((fold) => driven.points.get(fold)!.length))).toBe(epochs);
      expect(driven.points.has(`${trial}/fold-${folds.length}`)).toBe(false);
    });
    const finished = tune!.trials.filter(({ status }) => status === 'finished');
    expect(finished.map((trial) => trial.splits)).toEqual(finished.map(() => splits));
    expect(finished.length).toBeGreaterThanOrEqual(2);
    // Validation rows are predicted by the search's own fits if these were trained to the chosen epoch.
    const best = tune!.trials.find(({ id }) => id === tune!.best)!;
    const isReused = best.bestEpoch === best.config.decay;
    expect(driven.points.has('out-of-fold/fold-0')).toBe(!isReused);
  });

  test('tests the chosen configuration once, on the sealed rows', ({ expect }) => {
    const { test: tested, tune, model, protocol, gate } = driven.state;
    const best = tune!.trials.find(({ id }) => id === tune!.best)!;
    expect(gate!.verdict).toBe('beats-baseline');
    expect(tested).toMatchObject({ opened: 1, rows: sealed, trial: best.id });
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
    const { predictions } = driven;
    const data = openRunData(spec, seededTable(type, rows), null);
    const columns = targets.map((name) => data.unseal().columns.find((column) => column.name === name)!);
    if (type === 'ranking') {
      const { target } = sealedPart(data, definition!);
      const value = score({ name: 'mrr', custom: null, threshold: 0.5 }, predictions!, target);
      expect(value).toBe(tested!.metrics['mrr']);
    } else if (predictions?.kind === 'number') {
      const { width, values } = predictions;
      const errors = values.map((value, i) => Math.abs(value - numberAt(columns[i % width]!, Math.floor(i / width))));
      expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeCloseTo(tested!.metrics['mae']!, 9);
    } else if (predictions?.kind === 'probabilities') {
      const { numClasses, values } = predictions;
      const right = Array.from({ length: sealed }, (_, row) => row).filter((row) => {
        const shares = [...values.subarray(row * numClasses, (row + 1) * numClasses)];
        return definition!.classes![shares.indexOf(Math.max(...shares))] === labelAt(columns[0]!, row);
      });
      expect(right.length / sealed).toBeCloseTo(tested!.metrics['accuracy']!, 12);
    } else if (predictions?.kind === 'labels') {
      const { numLabels, values } = predictions;
      const right = Array.from({ length: sealed }, (_, row) => row).filter((row) =>
        columns.every((column, i) => (values[row * numLabels + i]! >= 0.5 ? 1 : 0) === numberAt(column, row)),
      );
      expect(right.length / sealed).toBeCloseTo(tested!.metrics['accuracy']!, 12);
    } else expect.unreachable('predictions of no kind');
  });

  test('writes the report as Markdown, with every stage and its reasons', ({ expect }) => {
    const { state, decisions } = states.at(-1)!;
    const written = writeReport({
      run: { id: 'r', url: '/r', steps: 1, wallSeconds: 2 },
      dataset: { name: 'table.csv', rows, columns: 5 },
      spec,
      state,
      decisions,
    });
    const markdown = reportMarkdown(written);
    for (const stage of STAGES) expect(markdown).toContain(`\n## ${stage}\n`);
    expect(markdown).toContain(state.model!.sha256);
    expect(markdown.split('\n')[0]).toMatch(/^# "y"/);
  });
});

function numberAt(column: Column, row: number): number {
  return column.kind === 'numeric' ? column.values[row]! : Number.NaN;
}
