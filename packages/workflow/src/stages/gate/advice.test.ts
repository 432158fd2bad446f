import { describe, test } from 'vitest';
import { definitionOf } from '../../testing/states.ts';
import type { Definition, Finding } from '../define/index.ts';
import { adviceFor } from './advice.ts';
import type { GroupCheck } from './gate.ts';

const MEASURED = { learningCurve: null, power: null, group: null };

function finding(check: string, evidence: Record<string, unknown>): Finding {
  return { check, severity: 'info', finding: '', evidence };
}

function advise(
  definition: Partial<Definition>,
  measure: 'mae' | 'rmse' | 'accuracy',
  group: GroupCheck | null = null,
): string {
  const verdict = definition.leaks === undefined ? 'underpowered' : 'leak-suspected';
  return adviceFor(verdict, definitionOf(definition), { ...MEASURED, group }, { name: measure });
}

describe('advice', () => {
  test('names what absolute error rewards where most rows are one value, and asks for no rows', ({ expect }) => {
    const claims = { target: ['claim'], audit: [finding('prevailing-value', { value: 0, share: 0.753, least: true })] };
    expect(advise(claims, 'mae')).toBe(
      'Mean absolute error rewards always predicting 0, which is right for 75.3 % of rows. Choose RMSE, or predict whether "claim" is above 0.',
    );
    expect(advise(claims, 'rmse')).toBe(
      '"claim" is 0 in 75.3 % of rows: predict whether "claim" is above 0 instead, or add columns that are related to it.',
    );
    const speed = { target: ['v'], audit: [finding('prevailing-value', { value: 50, share: 0.6, least: false })] };
    expect(advise(speed, 'mae')).toContain('predict whether "v" is 50 or not');
    expect(advise({}, 'mae')).toContain('Add rows');
  });

  test('on a leak is to group rows first by what names whom they are about', ({ expect }) => {
    const leaks = ['patient', 'outcome'].map((column) => ({ column, why: '' }));
    const [patient, outcome] = leaks.map(({ column }) => finding('leak', { column, names: column === 'patient' })) as [
      Finding,
      Finding,
    ];
    const both = advise({ leaks, audit: [patient, outcome] }, 'accuracy');
    expect(both).toMatch(/^Group rows by "patient" if/);
    expect(both).toContain('leave out "patient", "outcome". Keep them only if their values');
    expect(advise({ leaks: leaks.slice(1), audit: [outcome] }, 'accuracy')).toBe(
      'Leave out "outcome". Keep it only if its values will be known when you predict.',
    );
    // The control decides between the two.
    const control = { column: 'patient', randomGain: 0.4, randomCi: [0.3, 0.5] as [number, number] };
    const alike = { ...control, groupedGain: 0.01, groupedCi: [-0.05, 0.07] as [number, number] };
    expect(advise({ leaks, audit: [patient, outcome] }, 'accuracy', alike)).toMatch(
      /^Group rows by "patient"\. Leaving it out isn't enough, .*: with it left out, a small model gains 40\.0 points .* and 1\.0 points on rows with a new "patient"\.$/,
    );
    const holds = { ...control, groupedGain: 0.38, groupedCi: [0.3, 0.45] as [number, number] };
    expect(advise({ leaks, audit: [patient, outcome] }, 'accuracy', holds)).toMatch(
      /^Leave out "patient", "outcome"\. That is safe here: .*\. Keep them only if/,
    );
    // Kept by the user, it is no leak any more.
    expect(advise({ leaks: leaks.slice(1), audit: [patient, outcome] }, 'accuracy')).toMatch(/^Leave out "outcome"/);
  });
});
