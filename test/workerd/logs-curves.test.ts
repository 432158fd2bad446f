import { env } from 'cloudflare:workers';
import { describe, test } from 'vitest';
import { BUCKETS_PER_METRIC, POINTS_PER_LINE, SEGMENT_POINTS } from '../../apps/api/src/logs/bounds.ts';
import { foldLog } from '../../apps/api/src/logs/fold.ts';
import { readCurve } from '../../apps/api/src/logs/read-curve.ts';
import { loadLog } from '../../apps/api/src/storage/logs.ts';
import { createLog, curveOf, takenPoints, type SentPoint } from './logged.ts';
import { once } from './once.ts';
import { request } from './service.ts';
import { keysUnder } from './stored.ts';

const BATCH = 10_000;
/** Three closed segments, an open one, and a batch that waits. */
const POINTS = 230_000;
const LATE = 5;

/** The value of a step: a wave with one spike, one infinity, and one of a NaN every 50,000. */
function valueAt(step: number): number | string {
  if (step === 100_001) return 99;
  if (step === 150_003) return 'Infinity';
  if (step % 50_000 === 7) return 'NaN';
  return (step % 1_000) / 1_000;
}

const long = once(async () => {
  const run = await createLog({ project: 'long' });
  let seq = 0;
  for (let from = 0; from < POINTS; from += BATCH) {
    const points = Array.from({ length: Math.min(BATCH, POINTS - from) }, (_, i): SentPoint => {
      const step = from + i;
      const values: SentPoint['values'] = { loss: valueAt(step) };
      if (step % 100 === 0) values['val_loss'] = step;
      return { step, values };
    });
    await takenPoints(run, ++seq, points);
  }
  // Out of order, as from a worker that was slow.
  const late = Array.from({ length: LATE }, (_, i): SentPoint => ({ step: 10 + i, values: { loss: -1 - i } }));
  await takenPoints(run, ++seq, late);
  return run;
});

describe('curves of a long run', () => {
  test('are kept in few objects and rows', async ({ expect }) => {
    const run = await long();
    const log = await loadLog(env.DB, run.id);
    const closed = log.segments.filter((segment) => segment.closed);
    expect(closed).toHaveLength(3);
    for (const { points } of closed) expect(points).toBeGreaterThanOrEqual(SEGMENT_POINTS);
    expect(log.points).toBe(POINTS + LATE);
    // Segments and one overview; what they replaced is gone.
    expect(await keysUnder(`runs/${run.id}/`)).toHaveLength(log.segments.length + 1);
  });

  test('are drawn with at most 4,000 points, with every spike, every gap and what came late', async ({ expect }) => {
    const run = await long();
    const { whole, lines } = await curveOf(run, '?metric=loss&metric=val_loss&metric=nothing');
    expect([whole, lines.map(({ metric }) => metric)]).toEqual([true, ['loss', 'val_loss']]);
    const [loss, validation] = lines as [(typeof lines)[0], (typeof lines)[0]];
    expect(loss.count).toBe(POINTS + LATE);
    expect(loss.steps.length).toBeLessThanOrEqual(POINTS_PER_LINE);
    expect(loss.steps.length).toBeGreaterThan(BUCKETS_PER_METRIC / 2);
    expect(loss.steps).toEqual(loss.steps.toSorted((a, b) => a - b));
    expect(loss.values[loss.steps.indexOf(100_001)]).toBe(99);
    expect(loss.values[loss.steps.indexOf(14)]).toBe(-5);
    expect(loss.marks).toEqual([
      [7, 'NaN'],
      [50_007, 'NaN'],
      [100_007, 'NaN'],
      [150_003, 'Infinity'],
      [200_007, 'NaN'],
    ]);
    // The second NaN of its bucket has no mark of its own.
    for (const [step] of loss.marks) expect(loss.values[loss.steps.indexOf(step)]).toBeNull();
    expect(loss.last).toEqual({ step: POINTS - 1, value: 0.999 });
    expect(validation).toMatchObject({ count: POINTS / 100, last: { step: POINTS - 100, value: POINTS - 100 } });
    const few = await curveOf(run, '?metric=loss&points=100');
    expect(few.lines[0]!.steps.length).toBeLessThanOrEqual(100);
    expect(few.lines[0]!.values).toContain(99);
  });

  test('are exact where few steps are asked for', async ({ expect }) => {
    const run = await long();
    const { lines } = await curveOf(run, '?metric=loss&from=99000&to=101000');
    const [line] = lines;
    expect(line!.steps).toEqual(Array.from({ length: 2_001 }, (_, i) => 99_000 + i));
    expect(line!.values).toEqual(
      line!.steps.map((step) => {
        const value = valueAt(step);
        return typeof value === 'number' ? value : null;
      }),
    );
    const early = await curveOf(run, '?metric=loss&from=9&to=15');
    expect(early.lines[0]).toMatchObject({ count: 12, steps: [9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15] });
  });

  test('of a range that many segments hold come from the overview, within the range and with their spikes', async ({
    expect,
  }) => {
    const run = await long();
    const span = { from: 1_000, to: POINTS - 2 };
    const { lines } = await readCurve(env, run.id, { metrics: ['loss', 'none'], span, points: 4_000, after: 0 }, 2);
    const [line] = lines;
    // What waits is counted within the range; the late points and the last one are outside of it.
    expect([lines.length, line!.count]).toEqual([1, POINTS - 1]);
    expect(line!.steps.length).toBeLessThanOrEqual(POINTS_PER_LINE);
    expect(line!.steps.length).toBeGreaterThan(BUCKETS_PER_METRIC / 2);
    expect([line!.steps[0]! >= span.from, line!.steps.at(-1)! <= span.to]).toEqual([true, true]);
    expect(line!.values[line!.steps.indexOf(100_001)]).toBe(99);
    expect(line!.marks.map(([step]) => step)).toEqual([50_007, 100_007, 150_003, 200_007]);
    const beyond = { from: POINTS, to: 2 * POINTS };
    const none = await readCurve(env, run.id, { metrics: ['loss'], span: beyond, points: 100, after: 0 }, -1);
    expect(none.lines).toEqual([]);
  });

  test('are the same when the rest of their batches is folded', async ({ expect }) => {
    const run = await long();
    const before = await curveOf(run);
    await foldLog(env, run.id);
    const { waiting } = (await env.DB.prepare('SELECT count(*) AS waiting FROM log_batches WHERE run_id = ?1')
      .bind(run.id)
      .first<{ waiting: number }>())!;
    expect(waiting).toBe(0);
    expect(await curveOf(run)).toEqual(before);
  });

  test('are exported whole, in the order in which they were sent', async ({ expect }) => {
    const run = await long();
    const csv = (await (await request(`/api/logs/${run.id}/curve.csv`)).text()).split('\n');
    expect(csv[0]).toBe('step,loss,val_loss');
    expect(csv.length).toBe(1 + POINTS + LATE + 1);
    expect(csv.slice(1, 4)).toEqual(['0,0,0', '1,0.001,', '2,0.002,']);
    expect([csv[8], csv[150_004]]).toEqual(['7,NaN,', '150003,Infinity,']);
    expect(csv.slice(-6)).toEqual(['10,-1,', '11,-2,', '12,-3,', '13,-4,', '14,-5,', '']);
    const answer = await request(`/api/logs/${run.id}/export.json`);
    const whole = (await answer.json()) as { project: string; points: SentPoint[] };
    expect([whole.project, whole.points.length]).toEqual(['long', POINTS + LATE]);
    expect(whole.points[150_003]).toEqual({ step: 150_003, values: { loss: 'Infinity' } });
    expect(whole.points.at(-1)).toEqual({ step: 14, values: { loss: -5 } });
  });
});

test('a reader who has seen some batches gets what came since, as it was sent', async ({ expect }) => {
  const run = await createLog();
  await takenPoints(run, 1, [{ step: 1, values: { loss: 1 / 3 } }]);
  const first = await curveOf(run);
  expect(first).toMatchObject({ whole: true, after: 1 });
  await takenPoints(run, 2, [{ step: 2, values: { loss: 'nan', lr: 0.5 } }]);
  const news = await curveOf(run, '?after=1');
  expect(news).toMatchObject({ whole: false, after: 2 });
  expect(news.lines).toEqual([
    { metric: 'loss', count: 1, last: { step: 2, value: 'NaN' }, steps: [2], values: [null], marks: [[2, 'NaN']] },
    { metric: 'lr', count: 1, last: { step: 2, value: 0.5 }, steps: [2], values: [0.5], marks: [] },
  ]);
  expect(await curveOf(run, '?after=2')).toEqual({ whole: false, after: 2, lines: [] });
  await foldLog(env, run.id);
  expect(await curveOf(run, '?after=1')).toMatchObject({ whole: true, after: 2, lines: [{ count: 2 }, { count: 1 }] });
  expect(await curveOf(run, '?after=2')).toEqual({ whole: false, after: 2, lines: [] });
  expect(await curveOf(run, '?after=9')).toMatchObject({ whole: true, after: 2 });
});

test('a line that stays the same is drawn to its last step', async ({ expect }) => {
  const run = await createLog();
  await takenPoints(
    run,
    1,
    Array.from({ length: 5_000 }, (_, step) => ({ step, values: { lr: 0.5 } })),
  );
  const { lines } = await curveOf(run, '?points=100');
  expect(lines[0]!.steps.length).toBeLessThanOrEqual(100);
  expect([lines[0]!.steps[0], lines[0]!.steps.at(-1)]).toEqual([0, 4_999]);
  expect(new Set(lines[0]!.values)).toEqual(new Set([0.5]));
});

test('an export of many metrics, a value of one in each point, has each in its place', async ({ expect }) => {
  const run = await createLog();
  const metrics = 900;
  const points = Array.from({ length: 1_800 }, (_, step) => ({ step, values: { [`m${step % metrics}`]: step } }));
  await takenPoints(run, 1, points);
  await foldLog(env, run.id);
  const lines = (await (await request(`/api/logs/${run.id}/curve.csv`)).text()).split('\n');
  expect(lines).toHaveLength(1_802);
  for (const step of [0, 1, 554, 555, 556, 899, 900, 1_799]) {
    const cells = lines[step + 1]!.split(',');
    expect([cells.length, cells[0], cells[1 + (step % metrics)]]).toEqual([901, String(step), String(step)]);
    expect(cells.filter((cell) => cell !== '')).toHaveLength(2);
  }
  const whole = (await (await request(`/api/logs/${run.id}/export.json`)).json()) as { points: SentPoint[] };
  expect(whole.points).toEqual(points);
});

test('an export that a fold overtakes has every point once', async ({ expect }) => {
  const run = await createLog();
  for (let seq = 1; seq <= 6; seq++) {
    await takenPoints(run, seq, [
      { step: seq, values: { loss: seq } },
      { step: seq, values: { acc: seq } },
    ]);
    if (seq === 2) await foldLog(env, run.id);
  }
  const answer = await request(`/api/logs/${run.id}/curve.csv`);
  const reader = answer.body!.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
    await foldLog(env, run.id);
  }
  const lines = [1, 2, 3, 4, 5, 6].flatMap((seq) => [`${seq},${seq},`, `${seq},,${seq}`]);
  expect(text).toBe(`${['step,loss,acc', ...lines].join('\n')}\n`);
});
