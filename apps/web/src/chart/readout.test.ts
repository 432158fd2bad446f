import { describe, test } from 'vitest';
import type { Line } from './lines.ts';
import { readoutLines, readoutAt, type ReadoutPane } from './readout.ts';

const line = (name: string, values: (number | null)[], more: Partial<Line> = {}): Line => ({
  role: 'validation',
  weight: 'main',
  name,
  series: null,
  values,
  band: null,
  ...more,
});
const pane = (quantity: string, ...lines: Line[]): ReadoutPane => ({
  data: { epochs: [1, 2], lines, folds: 1 },
  quantity,
  format: (value) => value.toFixed(1),
});

describe('the readout', () => {
  test('tells the exact values, and what lies around them', ({ expect }) => {
    const banded = line('validation', [3, 4], { band: { low: [2, 3.5], high: [5, 6] } });
    const panes = [pane('Loss', line('training', [1, 2], { role: 'train' }), banded)];
    expect(readoutAt(panes, 1)).toBe('Epoch 2: training 2.0, validation 4.0 (3.5–6.0)');
    expect(readoutLines(panes)).toBe(2);
  });

  test('tells two charts at once', ({ expect }) => {
    const panes = [pane('Loss', line('validation', [3, 4])), pane('accuracy', line('validation', [0.5, 0.6]))];
    expect(readoutAt(panes, 0)).toBe('Epoch 1: Loss: validation 3.0; accuracy: validation 0.5');
  });

  test('leaves out faint lines and controls, not guessing', ({ expect }) => {
    const panes = [
      pane(
        'accuracy',
        line('fold', [1, 2], { weight: 'faint' }),
        line('validation', [3, 4]),
        line('guessing', [5, 5], { role: 'baseline' }),
        line('shuffled', [6, 6], { role: 'shuffled' }),
      ),
    ];
    expect(readoutAt(panes, 0)).toBe('Epoch 1: validation 3.0, guessing 5.0');
    expect(readoutLines(panes)).toBe(1);
  });

  test('is empty where nothing is', ({ expect }) => {
    const panes = [pane('Loss', line('validation', [3, null]))];
    expect([readoutAt(panes, null), readoutAt(panes, 1), readoutAt(panes, 7)]).toEqual(['', '', '']);
  });
});
