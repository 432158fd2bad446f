/** Columns of a header that hold one image, pixel by pixel. */
export interface PixelColumns {
  /** Which column is the first. */
  first: number;
  /** How many there are: height × width × channels. */
  count: number;
  height: number;
  width: number;
  channels: 1 | 3;
  /** Whether the names speak of pixels; others are only numbered, as any columns may be. */
  areNamedSo: boolean;
}

/** Rows and columns of pixels, at least. */
const LEAST_SIDE = 8;
/** Columns of an image at most: 128×128. */
export const MOST_PIXEL_COLUMNS = 16_384;
/** Columns beside those that are only numbered, at most: a label and a row's name. More are a table of measurements. */
const MOST_BESIDE = 2;

const SPEAKS_OF_PIXELS = /pix|px|im(?:g|age)/i;
const NUMBERS = /\d{1,5}/g;
/** Numbers at a name's end: row, column and channel, or fewer. */
const DEPTHS = [3, 2, 1] as const;

/**
 * Finds the one image that columns hold flat: a square of 8×8 or more, row by row, numbered on from 0 or 1
 * (`pixel0…pixel783`), or by row and column (`1x1…28x28`, `pixel_0_0…pixel_7_7`), and then perhaps by channel
 * (`pixel_0_0_0…pixel_31_31_2`). Columns that are only numbered count where nearly nothing stands beside them.
 *
 * @param names the header's, in order.
 * @returns null where there is none, where there are several, and where there is nothing else.
 */
export function findPixelColumns(names: readonly string[]): PixelColumns | null {
  const found: PixelColumns[] = [];
  for (let first = 0; first < names.length;) {
    const { length, image } = runAt(names, first);
    if (image !== null) found.push(image);
    first += length;
  }
  const [only] = found;
  if (only === undefined || found.length > 1) return null;
  const beside = names.length - only.count;
  return beside > 0 && (only.areNamedSo || beside <= MOST_BESIDE) ? only : null;
}

/** The longest run of numbered columns from here, and the image that it is. */
function runAt(names: readonly string[], first: number): { length: number; image: PixelColumns | null } {
  let longest: { all: number; row: number; depth: number } = { all: 1, row: 1, depth: 0 };
  for (const depth of DEPTHS) {
    const run = runLength(names, first, depth);
    if (run !== null && run.all > longest.all) longest = { ...run, depth };
  }
  const { all, row, depth } = longest;
  const channels = depth === 3 ? 3 : 1;
  const side = Math.sqrt(all / channels);
  const isSquare = Number.isInteger(side) && (depth === 1 || row === side * channels);
  if (!isSquare || side < LEAST_SIDE || all > MOST_PIXEL_COLUMNS) return { length: all, image: null };
  const areNamedSo = depth > 1 || SPEAKS_OF_PIXELS.test(names[first]!);
  return { length: all, image: { first, count: all, height: side, width: side, channels, areNamedSo } };
}

/** How far columns are numbered on by their last `depth` numbers: all together, and before the row's number grows. */
function runLength(names: readonly string[], first: number, depth: number): { all: number; row: number } | null {
  const start = numbered(names[first]!, depth);
  const base = start?.numbers[0];
  if (start === null || base === undefined || base > 1 || start.numbers.some((number) => number !== base)) return null;
  const follows = (at: number, numbers: (place: number) => number[]) => {
    const name = names[first + at];
    const found = name === undefined ? null : numbered(name, depth);
    return found?.stem === start.stem && numbers(at).every((number, i) => number + base === found.numbers[i]);
  };
  const channels = depth === 3 ? 3 : 1;
  let row = 0;
  const inRow = (at: number) =>
    depth === 3 ? [0, Math.floor(at / channels), at % channels] : depth === 2 ? [0, at] : [at];
  while (follows(row, inRow)) row++;
  if (depth === 1) return { all: row, row };
  const inImage = (at: number) => [Math.floor(at / row), ...inRow(at % row).slice(1)];
  let all = row;
  while (follows(all, inImage)) all++;
  return { all, row };
}

/** A name's last numbers, and what is left of it; null where it has fewer, or ends otherwise. */
function numbered(name: string, depth: number): { stem: string; numbers: number[] } | null {
  const found = [...name.matchAll(NUMBERS)].slice(-depth);
  const last = found.at(-1);
  if (found.length < depth || last === undefined || last.index + last[0].length !== name.length) return null;
  let stem = '';
  let at = 0;
  for (const match of found) {
    stem += `${name.slice(at, match.index)}\0`;
    at = match.index + match[0].length;
  }
  return { stem, numbers: found.map(([digits]) => Number(digits)) };
}
