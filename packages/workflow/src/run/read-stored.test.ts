import { describe, test } from 'vitest';
import { gateOf } from '../testing/states.ts';
import { specOf } from '../testing/spec.ts';
import { readDecision, readSpec, readState, startState } from './index.ts';

describe('what the version before stored', () => {
  test('a spec with goOn', ({ expect }) => {
    const { ignoreGate, ...others } = specOf({ ignoreGate: true, seed: 7 });
    expect(readSpec(JSON.stringify({ ...others, goOn: ignoreGate }))).toEqual(specOf({ ignoreGate: true, seed: 7 }));
  });

  test.for(['power', 'tune'])('a state at the stage %s', (stage, { expect }) => {
    const gate = gateOf({ verdict: 'no-signal' });
    const { gate: _, ...others } = startState();
    const stored = { ...others, schema: 'stepwell.run/2', stage, power: gate };
    expect(readState(JSON.stringify(stored))).toEqual({
      ...startState(),
      stage: stage === 'power' ? 'gate' : stage,
      gate,
    });
  });

  test('a decision of the gate', ({ expect }) => {
    const stored = { stage: 'power', choice: 'a', why: 'b', evidence: { stage: 'power' }, by: 'rule' };
    expect(readDecision(JSON.stringify(stored))).toEqual({ ...stored, stage: 'gate' });
  });
});

test('what this version stored is read as it is, and anything else is refused', ({ expect }) => {
  expect(readState(JSON.stringify(startState()))).toEqual(startState());
  expect(readSpec(JSON.stringify(specOf({ ignoreGate: true })))).toEqual(specOf({ ignoreGate: true }));
  expect(readState(JSON.stringify({ ...startState(), schema: 'stepwell.run/1' }))).toBeNull();
  expect(readState(JSON.stringify({ ...startState(), stage: 'power' }))).toBeNull();
});
