import { heroWords, type Hero } from '../headline.ts';
import { rounded, textElement } from './text-element.ts';
import { shortened, widthOf } from './text-width.ts';

/** A number with its 95 % interval and what guessing reaches, on one axis, as on the run's page. */
export function intervalPicture(
  { estimate, reference, beside, from, to, format }: Hero,
  place: { left: number; top: number; width: number; font: number },
): string {
  const { left, top, width, font } = place;
  const xOf = (value: number) => left + (width * (value - from)) / (to - from);
  const axis = top + 0.6 * font;
  const upright = (value: number, half: number, name: string, stroke: number) => {
    const x = rounded(xOf(value));
    return `<line x1="${x}" x2="${x}" y1="${rounded(axis - half)}" y2="${rounded(axis + half)}" class="${name}" stroke-width="${stroke}"/>`;
  };
  const line = (low: number, high: number, name: string, stroke: number) =>
    `<line x1="${rounded(low)}" x2="${rounded(high)}" y1="${rounded(axis)}" y2="${rounded(axis)}" class="${name}" stroke-width="${stroke}"/>`;
  const label = (text: string, value: number, row: number, fill: 'f-curve' | 'f-soft') => {
    const shown = shortened(text.replaceAll(' %', '\u00a0%'), font, width);
    const half = widthOf(shown, font) / 2;
    const x = Math.min(left + width - half, Math.max(left + half, xOf(value)));
    return textElement(shown, x, axis + row * 1.35 * font, { size: font, fill, anchor: 'middle' });
  };
  const parts = [
    line(left, left + width, 's-line', font / 12),
    upright(reference.value, 0.5 * font, 's-soft', font / 8),
  ];
  if (beside !== null) {
    parts.push(`<circle cx="${rounded(xOf(beside.value))}" cy="${rounded(axis)}" r="${0.25 * font}" class="f-soft"/>`);
  }
  if (estimate !== null) {
    const { value, low, high } = estimate;
    parts.push(
      line(xOf(low), xOf(high), 's-curve', font / 6),
      upright(low, 0.32 * font, 's-curve', font / 10),
      upright(high, 0.32 * font, 's-curve', font / 10),
      `<circle cx="${rounded(xOf(value))}" cy="${rounded(axis)}" r="${rounded(0.3 * font)}" class="f-curve"/>`,
      label(heroWords.interval(format(low), format(high)), (low + high) / 2, 1.15, 'f-curve'),
    );
  }
  parts.push(label(`${reference.label} ${format(reference.value)}`, reference.value, 2.05, 'f-soft'));
  return parts.join('');
}
