import { beforeAll, describe, test } from 'vitest';
import { StepwellError } from '@stepwell/base/errors';
import { startEngine } from '../training/architecture/testing/start-engine.ts';
import { cells, numeric, tableOf } from '../../../data/src/testing/columns.ts';
import { driveRun } from './drive-run.ts';
import { plainTrial } from '../testing/outcomes.ts';
import { definitionOf, protocolOf } from '../testing/states.ts';
import { seededTable } from '../testing/seeded-tables.ts';
import { specOf } from '../testing/spec.ts';
import { advance, apply, fail, openRunData, plannedFits, runState, startState } from './index.ts';

beforeAll(startEngine);

describe('advance', () => {
  const planned = { ...startState(), stage: 'tune' as const, plan: [plainTrial('tune-1'), plainTrial('tune-2')] };
  const protocol = protocolOf(10, { k: 2 });

  test('begins by defining the problem', ({ expect }) => {
    expect(advance(startState(), () => false)).toEqual([{ kind: 'analyse', stage: 'define' }]);
    expect(runState.parse(startState())).toEqual(startState());
  });

  test('makes all fits of a plan ready together, then their conclusion', ({ expect }) => {
    const state = { ...planned, protocol };
    const ids = ['tune-1/fold-0', 'tune-1/fold-1', 'tune-2/fold-0', 'tune-2/fold-1'];
    expect(plannedFits(state).map(({ id }) => id)).toEqual(ids);
    const ready = (done: string[]) =>
      advance(state, (id) => done.includes(id)).map((task) => (task.kind === 'fit' ? task.fit.id : task));
    expect(ready([])).toEqual(ids);
    expect(ready(['tune-1/fold-1'])).toEqual(['tune-1/fold-0', 'tune-2/fold-0', 'tune-2/fold-1']);
    expect(ready(ids)).toEqual([{ kind: 'conclude', stage: 'tune' }]);
  });

  test('has nothing more to do in a run that has ended', ({ expect }) => {
    for (const status of ['finished', 'stopped', 'failed'] as const) {
      expect(advance({ ...planned, status }, () => false)).toEqual([]);
    }
  });
});

describe('apply and fail', () => {
  const nothing = { decisions: [], details: null, opening: null };

  test('change the parts that a stage came to, and leave the state given as it was', ({ expect }) => {
    const before = startState();
    const after = apply(before, { ...nothing, state: { stage: 'measure' } });
    expect(after).toEqual({ ...before, stage: 'measure' });
    expect(before.stage).toBe('define');
  });

  test('refuse what could not be stored', ({ expect }) => {
    const baselines = [{ name: 'mean' as const, score: Infinity }];
    expect(() => apply(startState(), { ...nothing, state: { baselines } })).toThrow(
      expect.objectContaining({ code: 'internal' }),
    );
  });

  test('end a run with its reason', ({ expect }) => {
    const failed = fail(
      { ...startState(), plan: [plainTrial('power')] },
      new StepwellError('no_inputs', 'Nothing to learn from.'),
    );
    expect(failed).toMatchObject({
      status: 'failed',
      plan: null,
      failure: { code: 'no_inputs', message: 'Nothing to learn from.' },
    });
    expect(runState.parse(failed)).toEqual(failed);
  });
});

describe('a reopening that fails', () => {
  test('leaves the run finished, with its first test and the reason', ({ expect }) => {
    const test = { opened: 1 } as NonNullable<ReturnType<typeof startState>['test']>;
    const state = { ...startState(), stage: 'test' as const, test, plan: [plainTrial('final-2-tune-3')] };
    const failed = fail(state, new StepwellError('diverged', 'The final fit diverged.'));
    expect(failed).toMatchObject({ status: 'finished', test, plan: null, failure: { code: 'diverged' } });
  });
});

describe('what is too large to be kept', () => {
  const keep = (classes: string[]) => {
    const definition = definitionOf({ type: 'multiclass', classes });
    return apply(startState(), { decisions: [], details: null, opening: null, state: { definition } });
  };

  test('is refused with its size', ({ expect }) => {
    expect(() => keep(cells(700, () => 'x'.repeat(3_600)))).toThrow(
      expect.objectContaining({ code: 'dataset_too_large', message: expect.stringContaining('2.52 MB') }),
    );
  });

  test('is measured in bytes, of which a letter may take several', ({ expect }) => {
    // 1,000 names of 700 letters and three characters around each; a few hundred bytes more for the rest.
    expect(() => keep(cells(1_000, () => 'x'.repeat(700)))).not.toThrow();
    expect(() => keep(cells(1_000, () => '類'.repeat(700)))).toThrow(
      expect.objectContaining({
        code: 'dataset_too_large',
        message: expect.stringMatching(/takes 2\.10 MB, .*; the limit is 1\.9 MB/),
        details: { bytes: expect.closeTo(2_103_500, -3), limitBytes: 1_900_000 },
      }),
    );
    expect(() => keep(cells(1_000, () => '類'.repeat(630)))).not.toThrow();
  });
});

describe('a run that cannot go on', () => {
  test('stops at the gate where there is nothing to learn, and says so', { timeout: 60_000 }, async ({ expect }) => {
    const spec = specOf({ effort: 'quick', protocol: 'hold-out' });
    const { state } = await driveRun(openRunData(spec, seededTable('binary', 80, 0), null));
    expect(state).toMatchObject({ status: 'stopped', stage: 'gate', plan: null, rungs: [], test: null });
    expect(['no-signal', 'underpowered']).toContain(state.gate!.verdict);
  });

  test('fails with the reason where a stage refuses', async ({ expect }) => {
    const constant = tableOf(
      40,
      numeric(
        'x',
        cells(40, (row) => (row * 7) % 23),
      ),
      numeric(
        'y',
        cells(40, () => 1),
      ),
    );
    const { state, decisions } = await driveRun(openRunData(specOf(), constant, null));
    expect(state).toMatchObject({ status: 'failed', stage: 'define', failure: { code: 'target_constant' } });
    expect(decisions).toEqual([]);
  });

  test('fails, and never throws, where numbers are too large to work with', async ({ expect }) => {
    const huge = tableOf(
      40,
      numeric(
        'x',
        cells(40, (row) => (row * 7) % 23),
      ),
      numeric(
        'y',
        cells(40, (row) => ((row * 11) % 31) * 1e300),
      ),
    );
    const { state } = await driveRun(openRunData(specOf({ effort: 'quick', ignoreGate: true }), huge, null));
    expect(state).toMatchObject({ status: 'failed', failure: { code: 'target_out_of_range' } });
  });
});
