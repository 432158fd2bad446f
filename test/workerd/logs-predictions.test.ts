import { describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import type { Evaluation } from '../../apps/api/src/storage/logs.ts';
import type { LogView } from '../../apps/api/src/logs/log-view.ts';
import { createLog, outcomeOf } from './logged.ts';
import { postJson, request, type TestRun } from './service.ts';

const send = (run: TestRun, body: object) => postJson(`/api/logs/${run.id}/predictions`, body, run.key);
const sent = async (run: TestRun, body: object) => {
  const answer = await send(run, body);
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(text);
  return JSON.parse(text) as Evaluation;
};
const valueOf = ({ measures }: Evaluation, name: string) => measures.find((measure) => measure.name === name);

describe('predictions of a logged run', () => {
  test('of classes get the measures of classes, with intervals', async ({ expect }) => {
    const run = await createLog();
    const truths = ['no', 'no', 'yes', 'yes', 'yes', 'no', 'yes', 'no', 'no', 'yes'];
    const predictions = truths.map((truth, row) => (row === 0 ? 'yes' : truth));
    const evaluation = await sent(run, { part: 'validation', task: 'classification', truths, predictions });
    expect(evaluation).toMatchObject({ rows: 10, task: 'classification', classes: ['no', 'yes'] });
    // Wilson's interval of 9 in 10, as published: 0.596 to 0.982.
    expect(valueOf(evaluation, 'accuracy')).toEqual({
      name: 'accuracy',
      value: 0.9,
      interval: { low: expect.closeTo(0.5958, 3), high: expect.closeTo(0.9821, 3) },
    });
    // 5 of 6 that were named yes are, and all 5 that are were named.
    expect(valueOf(evaluation, 'precision')?.value).toBeCloseTo(5 / 6, 12);
    expect(valueOf(evaluation, 'recall')?.value).toBe(1);
    expect(valueOf(evaluation, 'roc-auc')).toBeUndefined();
    const view = (await (await request(`/api/logs/${run.id}`)).json()) as LogView;
    expect(view.evaluations).toEqual({ validation: evaluation });
    expect(view.verdict).toBeNull();
  });

  test('by probabilities get those of probabilities, too', async ({ expect }) => {
    const run = await createLog();
    const body = {
      part: 'test',
      task: 'classification',
      classes: [0, 1],
      truths: [0, 0, 1, 1],
      predictions: [
        [0.9, 0.1],
        [0.4, 0.6],
        [0.5, 0.5],
        [0.2, 0.8],
      ],
    };
    const evaluation = await sent(run, body);
    // 3 of the 4 pairs are in order.
    expect(valueOf(evaluation, 'roc-auc')?.value).toBe(0.75);
    // -(ln 0.9 + ln 0.4 + ln 0.5 + ln 0.8) / 4
    expect(valueOf(evaluation, 'log-loss')?.value).toBeCloseTo(0.48449, 5);
    expect(evaluation.measures.every(({ interval }) => interval === null || interval.low <= interval.high)).toBe(true);
  });

  test('of numbers get errors, and those sent later take their place', async ({ expect }) => {
    const run = await createLog();
    const part = { part: 'test', task: 'regression' };
    await sent(run, { ...part, truths: [1, 2, 3], predictions: [1, 2, 3] });
    const evaluation = await sent(run, { ...part, truths: [1, 2, 3, 4], predictions: [2, 2, 3, 5] });
    expect(valueOf(evaluation, 'mae')?.value).toBe(0.5);
    expect(valueOf(evaluation, 'rmse')?.value).toBeCloseTo(Math.SQRT1_2, 12);
    // 1 - 2/5
    expect(valueOf(evaluation, 'r2')?.value).toBeCloseTo(0.6, 12);
    const view = (await (await request(`/api/logs/${run.id}`)).json()) as LogView;
    expect(view.evaluations).toEqual({ test: evaluation });
  });

  test('of as many rows as there may be are measured', async ({ expect }) => {
    const run = await createLog();
    const random = generator(1, 'test-table', 'logged');
    const truths = Array.from({ length: 20_000 }, () => random.below(10));
    const predictions = truths.map((truth) => (random.uniform() < 0.8 ? truth : random.below(10)));
    const evaluation = await sent(run, { part: 'test', task: 'classification', truths, predictions });
    const right = truths.filter((truth, row) => truth === predictions[row]).length / truths.length;
    expect(valueOf(evaluation, 'accuracy')?.value).toBeCloseTo(right, 12);
    const body = { part: 'test', task: 'regression', truths: [...truths, 1], predictions: [...truths, 1] };
    expect(await outcomeOf(await send(run, body))).toEqual([400, 'invalid_request']);
  });

  test('that make no sense are refused, and nothing is changed', async ({ expect }) => {
    const run = await createLog();
    const part = { part: 'test' };
    const regression = { ...part, task: 'regression' };
    const classes = { ...part, task: 'classification' };
    const wrong = [
      {},
      regression,
      { ...regression, truths: [1, 2], predictions: [1] },
      { ...regression, truths: [1], predictions: [1] },
      { ...regression, truths: [1, 'x'], predictions: [1, 2] },
      { ...regression, truths: [1, null], predictions: [1, 2] },
      { ...regression, part: 'train', truths: [1, 2], predictions: [1, 2] },
      { ...classes, truths: ['a', 'a'], predictions: ['a', 'a'] },
      { ...classes, truths: ['a', 'b'], predictions: ['a', 'c'], classes: ['a', 'b'] },
      { ...classes, truths: ['a', 'b'], predictions: ['a', 'b'], classes: ['a', 'b', 'a'] },
      { ...classes, truths: ['a', 'b'], predictions: [[0.5, 0.5], [1, 0]] }, // oxfmt-ignore
      { ...classes, classes: ['a', 'b'], truths: ['a', 'b'], predictions: [[0.5, 0.6], [1, 0]] }, // oxfmt-ignore
      { ...classes, classes: ['a', 'b'], truths: ['a', 'b'], predictions: [[0.5, 0.3, 0.2], [1, 0, 0]] }, // oxfmt-ignore
      { ...classes, truths: ['a', 'b'], predictions: ['x'.repeat(201), 'b'] },
    ];
    for (const body of wrong) {
      expect(await outcomeOf(await send(run, body)), JSON.stringify(body).slice(0, 120)).toEqual([
        400,
        'invalid_request',
      ]);
    }
    const huge = { ...classes, truths: ['a', 'b'], predictions: ['x'.repeat(5_000_000), 'b'] };
    expect(await outcomeOf(await send(run, huge))).toEqual([413, 'body_too_large']);
    expect(((await (await request(`/api/logs/${run.id}`)).json()) as LogView).evaluations).toEqual({});
  });
});
