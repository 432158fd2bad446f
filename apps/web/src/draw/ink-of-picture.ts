import { inGrey, type Picture } from './picture.ts';

/** Lightest and darkest pixels that may be dust or glare, as a share of all. */
const OUTLIERS = 0.01;
/** Less contrast than this, of 255, is paper. */
const LEAST_CONTRAST = 32;
/** Shares of the contrast: up to the first it's paper, from the second on it's ink. */
const PAPER = 0.35;
const INK = 0.7;

/**
 * Finds what is drawn or written in a photograph: whatever differs from the paper as the strongest marks do. Most of a picture is
 * paper, so its level is the median.
 *
 * @returns how much ink is where, 0 to 255, one channel; and whether it is lighter than the paper.
 */
export function inkOf(picture: Picture): { ink: Picture; isLight: boolean } {
  const grey = inGrey(picture);
  const sorted = grey.pixels.toSorted();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  const [low, paper, high] = [at(OUTLIERS), at(0.5), at(1 - OUTLIERS)];
  const isLight = high - paper > paper - low;
  const contrast = isLight ? high - paper : low - paper;
  const ink = grey.pixels.map((value) => {
    if (Math.abs(contrast) < LEAST_CONTRAST) return 0;
    const share = (value - paper) / contrast;
    return Math.round(255 * Math.min(1, Math.max(0, (share - PAPER) / (INK - PAPER))));
  });
  return { ink: { ...grey, pixels: ink }, isLight };
}
