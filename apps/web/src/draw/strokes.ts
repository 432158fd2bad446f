/** A point of a drawing, in widths of the drawing from its upper left corner. */
export interface Point {
  x: number;
  y: number;
}

/** A line that a pen drew without being lifted. */
export interface Stroke {
  /** Null for the ink that the ground asks for. */
  colour: PenColour | null;
  points: readonly Point[];
}

/** Colours of pens, as CSS has them. */
export const PEN_COLOURS = {
  black: '#000000',
  white: '#ffffff',
  red: '#d92020',
  green: '#1f9d3a',
  blue: '#1f5fd9',
  yellow: '#f2cf1d',
} as const;
export type PenColour = keyof typeof PEN_COLOURS;

/** The pen's width as a share of the shorter side: some two pixels of 28. */
export const PEN_WIDTH = 0.085;

/** @returns the strokes with these points at the end of the last one. */
export function lengthened(strokes: readonly Stroke[], points: readonly Point[]): readonly Stroke[] {
  const last = strokes.at(-1);
  if (last === undefined || points.length === 0) return strokes;
  return [...strokes.slice(0, -1), { ...last, points: [...last.points, ...points] }];
}
