import type { FoldLine } from './fold-line.ts';
import { rounded } from './text-element.ts';
import { downsample, type Place } from './downsample.ts';

/** Where values lie in a drawing. */
export interface Scales {
  xOf: (epoch: number) => number;
  yOf: (value: number) => number;
  /** How many columns can be told apart. */
  columns: number;
}

/** Draws a line over its epochs, with its gaps; training is told from validation by its dashes. */
export function lineOf({ mean }: FoldLine, role: 'training' | 'validation', stroke: number, scales: Scales): string {
  return stretchesOf(mean, scales)
    .map((places) => lineElement(downsample(places, scales.columns), role, stroke))
    .join('');
}

/** Draws what lies between the lowest and the highest of the folds. */
export function bandOf({ mean, band }: FoldLine, scales: Scales): string {
  if (band === null) return '';
  const edge = (side: 'low' | 'high') =>
    stretchesOf(
      mean.map((value, i) => (value === null ? null : (band[i]?.[side] ?? null))),
      scales,
    ).map((places) => downsample(places, scales.columns));
  const highs = edge('high');
  return edge('low')
    .map((low, i) => {
      const outline = pointsOf([...low, ...(highs[i] ?? []).toReversed()]);
      return `<polygon points="${outline}" class="f-curve" fill-opacity="0.16"/>`;
    })
    .join('');
}

/** The stretches of a line between its gaps. */
function stretchesOf(values: readonly (number | null)[], { xOf, yOf }: Scales): Place[][] {
  const stretches: Place[][] = [[]];
  for (const [i, value] of values.entries()) {
    if (value === null) stretches.push([]);
    else stretches.at(-1)?.push({ x: xOf(i + 1), y: yOf(value) });
  }
  return stretches.filter((places) => places.length > 0);
}

function lineElement(places: readonly Place[], role: 'training' | 'validation', stroke: number): string {
  const [only] = places;
  // A single epoch is a point, not a line.
  if (places.length === 1 && only !== undefined) {
    return `<circle cx="${rounded(only.x)}" cy="${rounded(only.y)}" r="${1.5 * stroke}" class="f-curve"/>`;
  }
  const dash = role === 'training' ? ` stroke-dasharray="${3 * stroke} ${2 * stroke}"` : '';
  return `<polyline points="${pointsOf(places)}" class="s-curve" stroke-width="${stroke}" stroke-linejoin="round"${dash}/>`;
}

function pointsOf(places: readonly Place[]): string {
  return places.map(({ x, y }) => `${rounded(x)},${rounded(y)}`).join(' ');
}
