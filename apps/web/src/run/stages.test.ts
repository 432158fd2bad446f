import { describe, test } from 'vitest';
import { stageNamed, stageStates, stageToShow, trialsOfStage } from './stages.ts';

const states = (
  stage: 'gate' | 'scale-up' | 'test',
  status: 'running' | 'finished' | 'stopped' | 'failed',
  effort: 'quick' | 'single' = 'quick',
) =>
  stageStates({ stage, status, effort })
    .map(({ state }) => state)
    .join(' ');

describe('stages', () => {
  test('are done before the current one and ahead after it', ({ expect }) => {
    expect(states('gate', 'running')).toBe('done done done done done now ahead ahead ahead');
    expect(states('gate', 'stopped')).toBe('done done done done done stopped ahead ahead ahead');
    expect(states('test', 'finished')).toBe('done done done done done done done done done');
    expect(states('test', 'failed')).toBe('done done done done done done done done stopped');
  });

  test('a run of a single configuration skips the gate', ({ expect }) => {
    expect(states('scale-up', 'running', 'single')).toBe('done done done done done skipped now ahead ahead');
    expect(states('test', 'finished', 'single')).toBe('done done done done done skipped done done done');
  });

  test('own their trials', ({ expect }) => {
    const trials = ['power', 'rung-1', 'rung-12', 'tune-3', 'final'];
    expect(trialsOfStage('scale-up', trials)).toEqual(['rung-1', 'rung-12']);
    expect(trialsOfStage('test', trials)).toEqual(['final']);
    expect(trialsOfStage('test', ['tune-1', 'final', 'final.2'])).toEqual(['final', 'final.2']);
    expect(trialsOfStage('define', trials)).toEqual([]);
    expect(trialsOfStage('tune', ['rung-1', 'final'], [{ id: 'rung-1' }])).toEqual(['rung-1']);
    expect(trialsOfStage('test', ['rung-1', 'final'], [{ id: 'rung-1' }])).toEqual(['final']);
  });

  test('the last one with curves is shown, before that the current one', ({ expect }) => {
    const running = { status: 'running', effort: 'quick' } as const;
    expect(stageToShow({ ...running, stage: 'tune' }, ['power', 'rung-1'])).toBe('scale-up');
    expect(stageToShow({ ...running, stage: 'measure' }, [])).toBe('measure');
    expect(stageToShow({ ...running, stage: 'test' }, ['tune-1', 'final'])).toBe('test');
    expect(stageToShow({ stage: 'gate', status: 'stopped', effort: 'quick' }, ['power'])).toBe('gate');
  });

  test('a finished run shows its last validated stage, also before its curves have loaded', ({ expect }) => {
    const finished = { stage: 'test', status: 'finished' } as const;
    expect(stageToShow({ ...finished, effort: 'quick' }, ['power', 'rung-1', 'tune-1', 'final'])).toBe('tune');
    expect(stageToShow({ ...finished, effort: 'single' }, [])).toBe('scale-up');
  });

  test('only known names are stages', ({ expect }) => {
    expect([stageNamed('tune'), stageNamed('constructor'), stageNamed(null)]).toEqual(['tune', null, null]);
  });
});
