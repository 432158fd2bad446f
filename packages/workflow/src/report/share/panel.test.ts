import { describe, test } from 'vitest';
import type { Chart } from './chart.ts';
import { spreadApart } from './panel-names.ts';
import { drawPanel } from './panel.ts';

const BOX = { left: 100, top: 50, width: 200, height: 112 };
const STYLE = { font: 10, stroke: 2, epochs: true };

function chartOf(mean: (number | null)[], fields: Partial<Chart> = {}): Chart {
  return {
    quantity: 'loss',
    epochs: mean.length,
    lines: [{ role: 'validation', line: { mean, band: null, folds: 1 } }],
    reference: null,
    mark: null,
    tick: String,
    ...fields,
  };
}

function attributesOf(svg: string, element: string, name: string): string[] {
  return [...svg.matchAll(new RegExp(`<${element} [^>]*\\b${name}="([^"]*)"`, 'g'))].map(([, value]) => value!);
}

describe('drawPanel', () => {
  test('puts epochs and values where they belong', ({ expect }) => {
    // From 1 to 3 the axis goes 0.12 further on both sides: 112 units for 2.24, 50 a unit. Three epochs over 200.
    const svg = drawPanel(chartOf([3, 2, 1]), BOX, STYLE);
    expect(attributesOf(svg, 'polyline', 'points')).toEqual(['100,56 200,106 300,156']);
  });

  test('breaks a line at its gaps; a lone epoch is a point', ({ expect }) => {
    const svg = drawPanel(chartOf([3, 2, null, 1, null]), BOX, STYLE);
    expect(attributesOf(svg, 'polyline', 'points')).toEqual(['100,56 150,106']);
    expect(attributesOf(svg, 'circle', 'cx')).toEqual(['250']);
    expect(attributesOf(svg, 'circle', 'cy')).toEqual(['156']);
  });

  test('draws the band of the folds around their mean, there and back', ({ expect }) => {
    const band = [
      { low: 2, high: 3 },
      { low: 1, high: 2 },
    ];
    const line = { mean: [2.5, 1.5], band, folds: 2 };
    const svg = drawPanel(chartOf([], { epochs: 2, lines: [{ role: 'validation', line }] }), BOX, STYLE);
    expect(attributesOf(svg, 'polygon', 'points')).toEqual(['100,106 300,156 300,106 100,56']);
    expect(attributesOf(svg, 'polyline', 'points')).toEqual(['100,81 300,131']);
  });

  test('training is dashed, guessing goes straight across and widens the axis', ({ expect }) => {
    const line = { mean: [1, 2], band: null, folds: 1 };
    const svg = drawPanel(chartOf([], { epochs: 2, lines: [{ role: 'training', line }], reference: 3 }), BOX, STYLE);
    expect(svg).toContain('stroke-dasharray="6 4"');
    expect(svg).toContain('<line x1="100" x2="300" y1="56" y2="56" class="s-soft"');
    expect(attributesOf(svg, 'polyline', 'points')).toEqual(['100,156 300,106']);
  });

  test('marks the epoch at which overfitting begins', ({ expect }) => {
    const svg = drawPanel(chartOf([3, 1, 2], { mark: { epoch: 2, label: 'overfits from 2' } }), BOX, STYLE);
    expect(svg).toContain('<line x1="200" x2="200" y1="50" y2="162" class="s-soft"');
    expect(svg).toContain('>overfits from 2</text>');
  });
});

test('names are moved apart as far as they need, and stay inside', ({ expect }) => {
  expect(spreadApart([10, 12], 10, 0, 100)).toEqual([10, 20]);
  expect(spreadApart([96, 95], 10, 0, 100)).toEqual([100, 90]);
  expect(spreadApart([-5, 50], 10, 0, 100)).toEqual([0, 50]);
});
