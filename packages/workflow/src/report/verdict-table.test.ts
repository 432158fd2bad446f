import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'vitest';
import { startState, type RunState } from '../run/index.ts';
import { adviceFor } from '../stages/gate/advice.ts';
import type { GateVerdict } from '../stages/gate/index.ts';
import { definitionOf, gateOf, measureOf, protocolOf } from '../testing/states.ts';
import { outcomeWords } from './headline-words.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import { verdictOf } from './index.ts';

const PAGE = readFileSync(fileURLToPath(new URL('../../../../docs/verdicts.md', import.meta.url)), 'utf8');

/** The rows of the page's first table: the verdict's words, and how its sentence begins. */
const ROWS = PAGE.slice(0, PAGE.indexOf('\n## '))
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => cells.length === 6)
  .map(([, words, , begins]) => ({ words: words!, begins: begins! }));

const leaks = [{ column: 'alive', why: 'leaks the target: on its own it is right every time' }];
const BASE: RunState = {
  ...startState(),
  definition: definitionOf({ leaks }),
  measure: measureOf('accuracy'),
  protocol: protocolOf(30),
};

function tested(value: number, p: number): RunState {
  return {
    ...BASE,
    status: 'finished',
    test: {
      metric: 'accuracy',
      value,
      ci: [value - 0.1, value + 0.1],
      opened: 1,
      trial: 'tune-1',
      rows: 100,
      repeats: 0,
      gainCi: [-0.1, 0.3],
      p,
      metrics: {},
      baseline: { name: 'majority', value: 0.5 },
      valToTestGap: 0,
      cost: null,
      coverage: null,
      calibration: null,
    },
  };
}

function stopped(verdict: GateVerdict): RunState {
  return { ...BASE, status: 'stopped', gate: gateOf({ verdict }) };
}

/** A run for every verdict that a run may end with. */
const ENDED: Record<Exclude<Outcome, 'running'>, RunState> = {
  works: tested(0.7, 0.01),
  luck: tested(0.55, 0.2),
  fails: tested(0.5, 0.6),
  'no-signal': stopped('no-signal'),
  'too-little': stopped('underpowered'),
  'wrong-measure': stopped('measure-blind'),
  drifting: stopped('non-stationary'),
  leak: stopped('leak-suspected'),
  failed: { ...BASE, status: 'failed', failure: { code: 'no_inputs', message: 'No column is left.' } },
  stopped: { ...BASE, status: 'stopped', stoppedBy: 'person' },
};

describe('docs/verdicts.md', () => {
  test('has a row for every verdict, and no other', ({ expect }) => {
    const ends = Object.entries(outcomeWords).flatMap(([outcome, words]) => (outcome === 'running' ? [] : [words]));
    expect(ROWS.map(({ words }) => words).toSorted()).toEqual(ends.toSorted());
  });

  test.for(Object.entries(ENDED))('says how the sentence of "%s" begins', ([outcome, state], { expect }) => {
    const measure = { ...state.measure!, expression: null };
    expect(outcomeOf({ ...state, measure, run: state })).toBe(outcome);
    const words = Object.entries(outcomeWords).find(([name]) => name === outcome)![1];
    const { begins } = ROWS.find((row) => row.words === words)!;
    const pattern = begins.replace(/^N /, '\\d+ ').replace('"column"', '"alive"');
    expect(verdictOf(state)).toMatch(new RegExp(`^${pattern}`));
  });
});

test('docs/code-map.md shows the sentence of a leak as it is', ({ expect }) => {
  const map = readFileSync(new URL('../../../../docs/code-map.md', import.meta.url), 'utf8').replaceAll('\n', ' ');
  const definition = definitionOf({ target: ['survived'], leaks });
  const advice = adviceFor(
    'leak-suspected',
    definition,
    { learningCurve: null, power: null, group: null },
    { name: 'accuracy' },
  );
  const state: RunState = {
    ...BASE,
    definition,
    status: 'stopped',
    stoppedBy: 'gate',
    gate: { ...stopped('leak-suspected').gate!, gain: 0.209, advice },
  };
  expect(map).toContain(verdictOf(state));
});
