import type { Box } from './box.ts';
import type { Chart } from './chart.ts';
import { textElement } from './text-element.ts';
import { shareWords } from './words.ts';

/** What is named at the right end of a chart. */
export function labelsOf({ lines, reference }: Chart): { name: string; value: number; fill: 'f-curve' | 'f-soft' }[] {
  const named = lines.flatMap(({ role, line }) => {
    const value = line.mean.findLast((mean) => mean !== null);
    return value === null || value === undefined ? [] : [{ name: shareWords[role], value, fill: 'f-curve' as const }];
  });
  return reference === null
    ? named
    : [...named, { name: shareWords.guessing, value: reference, fill: 'f-soft' as const }];
}

/** Writes the lines' names at their ends, so that no legend is needed. */
export function endLabels(chart: Chart, yOf: (value: number) => number, box: Box, font: number, gap: number): string[] {
  const names = labelsOf(chart);
  const ys = spreadApart(
    names.map(({ value }) => yOf(value)),
    1.2 * font,
    box.top,
    box.top + box.height - 0.4 * font,
  );
  const x = box.left + box.width + gap;
  return names.map(({ name, fill }, i) => textElement(name, x, (ys[i] ?? 0) + 0.35 * font, { size: font, fill }));
}

/** Moves positions apart so that each has `height` for itself, in their order, between the bounds as far as they fit. */
export function spreadApart(positions: readonly number[], height: number, top: number, bottom: number): number[] {
  const order = positions.map((_, i) => i).sort((a, b) => (positions[a] ?? 0) - (positions[b] ?? 0));
  const placed = [...positions];
  let least = top;
  for (const i of order) {
    placed[i] = Math.max(least, placed[i] ?? 0);
    least = (placed[i] ?? 0) + height;
  }
  let most = bottom;
  for (const i of order.reverse()) {
    placed[i] = Math.min(most, placed[i] ?? 0);
    most = (placed[i] ?? 0) - height;
  }
  return placed;
}
