import { cleanText } from './xml.ts';

/**
 * Advance widths of Inter Semi-Bold in thousandths of its size, from the space to the tilde: no other face that is used is
 * wider, and kerning only takes away.
 */
const ADVANCES = [
  252, 322, 523, 644, 651, 1005, 663, 326, 374, 374, 665, 673, 319, 466, 319, 379, 660, 423, 624, 637, 666, 613, 640,
  577, 641, 640, 319, 330, 673, 673, 673, 544, 999, 728, 660, 737, 723, 606, 588, 749, 746, 277, 580, 704, 566, 923,
  760, 769, 645, 773, 653, 651, 661, 736, 728, 1020, 720, 714, 653, 374, 379, 374, 482, 470, 352, 575, 624, 583, 624,
  592, 389, 626, 613, 262, 262, 570, 262, 901, 612, 609, 624, 624, 397, 550, 353, 613, 587, 840, 569, 589, 566, 455,
  359, 455, 673,
];
const FIRST = 0x20;
/** No letter, sign or mark without an entry of its own is wider. */
const WIDEST = 1050;
const NARROW: Record<string, number> = { '\u00a0': 252, '\u202f': 140, '·': 319 };
const ELLIPSIS = '…';
/** What a person counts as one character stays whole. */
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** @returns how wide a line of text is at most, in the unit of `size`. */
export function widthOf(text: string, size: number): number {
  let sum = 0;
  for (const character of text) sum += advanceOf(character);
  return (sum * size) / 1000;
}

function advanceOf(character: string): number {
  const narrow = NARROW[character];
  if (narrow !== undefined) return narrow;
  // An accent does not widen its letter.
  const base = character.normalize('NFD').codePointAt(0) ?? FIRST;
  return ADVANCES[base - FIRST] ?? WIDEST;
}

/** @returns the text, or as much of it as fits into `width` with an ellipsis behind. */
export function shortened(text: string, size: number, width: number): string {
  const clean = cleanText(text);
  if (widthOf(clean, size) <= width) return clean;
  const characters = Array.from(GRAPHEMES.segment(clean), ({ segment }) => segment);
  let room = width - widthOf(ELLIPSIS, size);
  let fit = 0;
  for (const character of characters) {
    room -= widthOf(character, size);
    if (room < 0) break;
    fit++;
  }
  return characters.slice(0, fit).join('').trimEnd() + ELLIPSIS;
}

/** Breaks a text into lines at its spaces; what does not fit into the last of them is left out. */
export function wrapped(text: string, size: number, width: number, lines: number): string[] {
  const done: string[] = [];
  let line = '';
  const words = cleanText(text).split(' ');
  for (const [i, word] of words.entries()) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || widthOf(longer, size) <= width) {
      line = longer;
      continue;
    }
    if (done.length === lines - 1) return [...done, shortened([line, ...words.slice(i)].join(' '), size, width)];
    done.push(shortened(line, size, width));
    line = word;
  }
  return [...done, shortened(line, size, width)];
}
