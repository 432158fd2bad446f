import { describe, test } from 'vitest';
import { stageNamed, stageStates, stageToShow, trialsOfStage } from './stages.ts';

const states = (stage: 'power' | 'test', status: 'running' | 'finished' | 'stopped' | 'failed') =>
  stageStates({ stage, status })
    .map(({ state }) => state)
    .join(' ');

describe('stages', () => {
  test('are done before the current one and ahead after it', ({ expect }) => {
    expect(states('power', 'running')).toBe('done done done done done now ahead ahead ahead');
    expect(states('power', 'stopped')).toBe('done done done done done stopped ahead ahead ahead');
    expect(states('test', 'finished')).toBe('done done done done done done done done done');
    expect(states('test', 'failed')).toBe('done done done done done done done done stopped');
  });

  test('own their trials', ({ expect }) => {
    const trials = ['power', 'rung-1', 'rung-12', 'tune-3', 'final'];
    expect(trialsOfStage('scale-up', trials)).toEqual(['rung-1', 'rung-12']);
    expect(trialsOfStage('test', trials)).toEqual(['final']);
    expect(trialsOfStage('define', trials)).toEqual([]);
  });

  test('the last that trains is shown, before that where the run stands', ({ expect }) => {
    expect(stageToShow('tune', ['power', 'rung-1'])).toBe('scale-up');
    expect(stageToShow('measure', [])).toBe('measure');
  });

  test('only a known name is one', ({ expect }) => {
    expect([stageNamed('tune'), stageNamed('constructor'), stageNamed(null)]).toEqual(['tune', null, null]);
  });
});
