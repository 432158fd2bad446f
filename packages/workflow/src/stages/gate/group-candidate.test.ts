import { describe, test } from 'vitest';
import { categorical, cells, numeric, tableOf } from '../../../../data/src/testing/columns.ts';
import { definitionOf } from '../../testing/states.ts';
import { groupCandidate } from './group-candidate.ts';

const ROWS = 200;
const every = (rows: number) => cells(ROWS, (row) => `n${Math.floor(row / rows)}`);

function candidateOf(name: string, perValue: number): string | null {
  const table = tableOf(ROWS, categorical(name, every(perValue)));
  return groupCandidate(table, definitionOf());
}

describe('groupCandidate', () => {
  test('is a column called like names whose values repeat', ({ expect }) => {
    for (const name of ['patient_id', 'CustomerNo', 'id', 'subject', 'household key']) {
      expect(candidateOf(name, 4), name).toBe(name);
    }
    for (const name of ['paid', 'colour', 'humid', 'width']) expect(candidateOf(name, 4), name).toBeNull();
  });

  test('has ten values at least, and rows enough for each', ({ expect }) => {
    expect(candidateOf('user', 20)).toBe('user');
    expect(candidateOf('user', 25)).toBeNull();
    expect(candidateOf('user', 1)).toBeNull();
  });

  test('is first a leaking column that names whom rows are about, whatever it is called', ({ expect }) => {
    const table = tableOf(
      ROWS,
      numeric(
        'who',
        cells(ROWS, (row) => row % 40),
      ),
    );
    const audit = [{ check: 'leak', severity: 'warn' as const, finding: '', evidence: { column: 'who', names: true } }];
    const leaks = [{ column: 'who', why: '' }];
    expect(groupCandidate(table, definitionOf({ leaks, audit, inputs: [] }))).toBe('who');
    expect(groupCandidate(table, definitionOf({ leaks: [], audit, inputs: [] }))).toBeNull();
  });
});
