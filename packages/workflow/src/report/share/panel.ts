import type { Box } from './box.ts';
import type { Chart } from './chart.ts';
import { bandOf, lineOf } from './panel-lines.ts';
import { endLabels, labelsOf } from './panel-names.ts';
import { rounded, textElement } from './text-element.ts';
import { widthOf } from './text-width.ts';
import { roundTicks } from './ticks.ts';
import { shareWords } from './words.ts';

/** How large things are in a chart. */
export interface PanelStyle {
  font: number;
  /** Of the main lines. */
  stroke: number;
  /** Whether epochs are written under it. */
  epochs: boolean;
}

const GAP = 0.6;
/** Of the range of the values, what is left free on both sides. */
const MARGIN = 0.06;
const MIN_TICKS = 4;
const MOST_EPOCHS = 6;

/** @returns the room that labels beside a chart take: ticks on the left, names of lines on the right. */
export function roomBeside(chart: Chart, height: number, { font }: PanelStyle): { left: number; right: number } {
  const gap = GAP * font;
  const ticks = ticksOf(chart, height, font).map((value) => widthOf(chart.tick(value), font));
  const names = labelsOf(chart).map(({ name }) => widthOf(name, font));
  return { left: Math.max(...ticks, 0) + gap, right: Math.max(...names, 0) + gap };
}

/** Draws a chart: its quantity above, ticks, the band of the folds, its lines, their names at their ends. */
export function drawPanel(chart: Chart, box: Box, style: PanelStyle): string {
  const { font, stroke } = style;
  const { low, high } = rangeOf(chart);
  const right = box.left + box.width;
  const bottom = box.top + box.height;
  const xOf = (epoch: number) => box.left + (box.width * (epoch - 1)) / Math.max(1, chart.epochs - 1);
  const yOf = (value: number) => bottom - (box.height * (value - low)) / (high - low);
  const scales = { xOf, yOf, columns: Math.ceil(box.width) };
  const ticks = ticksOf(chart, box.height, font);
  const across = (y: number, name: string, width: number) =>
    `<line x1="${rounded(box.left)}" x2="${rounded(right)}" y1="${rounded(y)}" y2="${rounded(y)}" class="${name}" stroke-width="${width}"/>`;
  const parts = [
    textElement(chart.quantity, box.left, box.top - 0.9 * font, { size: font, fill: 'f-soft' }),
    ...ticks.map((tick) => across(yOf(tick), 's-line', stroke / 2)),
    ...ticks.map((tick) =>
      textElement(chart.tick(tick), box.left - GAP * font, yOf(tick) + 0.35 * font, {
        size: font,
        fill: 'f-soft',
        anchor: 'end',
      }),
    ),
    ...(style.epochs ? epochTicks(chart.epochs, xOf, box, font) : []),
    ...chart.lines.map(({ line }) => bandOf(line, scales)),
    ...(chart.reference === null ? [] : [across(yOf(chart.reference), 's-soft', stroke / 2)]),
    ...(chart.mark === null ? [] : [markAt(chart.mark, xOf(chart.mark.epoch), box, style)]),
    ...chart.lines.map(({ role, line }) => lineOf(line, role, stroke, scales)),
    ...endLabels(chart, yOf, box, font, GAP * font),
  ];
  return parts.join('');
}

function ticksOf(chart: Chart, height: number, font: number): number[] {
  const { low, high } = rangeOf(chart);
  return roundTicks(low, high, Math.max(MIN_TICKS, Math.floor(height / (2.4 * font))));
}

/** From the lowest to the highest that is drawn, and a little more. */
function rangeOf({ lines, reference }: Chart): { low: number; high: number } {
  let low = reference ?? Infinity;
  let high = reference ?? -Infinity;
  const take = (value: number | null) => {
    if (value === null || Number.isNaN(value)) return;
    low = Math.min(low, value);
    high = Math.max(high, value);
  };
  for (const { line } of lines) {
    line.mean.forEach(take);
    for (const fold of line.band ?? []) {
      take(fold.low);
      take(fold.high);
    }
  }
  const margin = MARGIN * (high - low) || Math.abs(high) * MARGIN || 1;
  return { low: low - margin, high: high + margin };
}

function epochTicks(epochs: number, xOf: (epoch: number) => number, box: Box, font: number): string[] {
  const y = box.top + box.height + 1.5 * font;
  const apart = widthOf(String(epochs), font) + 1.6 * font;
  const most = Math.min(MOST_EPOCHS, Math.max(2, Math.floor(box.width / apart)));
  const ticks = roundTicks(1, Math.max(1, epochs), most, 1);
  return [
    ...ticks.map((tick) => textElement(String(tick), xOf(tick), y, { size: font, fill: 'f-soft', anchor: 'middle' })),
    textElement(shareWords.epoch, box.left + box.width + 1.3 * font, y, { size: font, fill: 'f-soft' }),
  ];
}

function markAt({ label }: NonNullable<Chart['mark']>, x: number, box: Box, { font, stroke }: PanelStyle): string {
  const toTheLeft = x > box.left + box.width / 2;
  const line = `<line x1="${rounded(x)}" x2="${rounded(x)}" y1="${rounded(box.top)}" y2="${rounded(box.top + box.height)}" class="s-soft" stroke-width="${stroke / 2}" stroke-dasharray="${stroke} ${1.5 * stroke}"/>`;
  const text = textElement(label, x + (toTheLeft ? -0.5 : 0.5) * font, box.top + font, {
    size: font,
    fill: 'f-ink',
    anchor: toTheLeft ? 'end' : 'start',
  });
  return line + text;
}
