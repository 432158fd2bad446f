import { escapeXml } from './xml.ts';

/** How a text stands. */
export interface TextStyle {
  size: number;
  /** A class of the style sheet, `f-ink`. */
  fill: 'f-ink' | 'f-soft' | 'f-curve' | 'f-good' | 'f-unsure' | 'f-bad';
  anchor?: 'start' | 'middle' | 'end';
  bold?: boolean;
}

/** A line of text; `y` is where its letters stand. */
export function textElement(text: string, x: number, y: number, { size, fill, anchor, bold }: TextStyle): string {
  const attributes = [
    `x="${rounded(x)}" y="${rounded(y)}" class="${fill}" font-size="${size}"`,
    ...(anchor === undefined || anchor === 'start' ? [] : [`text-anchor="${anchor}"`]),
    ...(bold === true ? ['font-weight="600"'] : []),
  ];
  return `<text ${attributes.join(' ')}>${escapeXml(text)}</text>`;
}

/** @returns a coordinate to a tenth: finer than what can be seen. */
export function rounded(value: number): number {
  return Number(value.toFixed(1));
}
