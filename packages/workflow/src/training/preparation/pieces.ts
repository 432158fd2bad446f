import type { Piece } from './preparation.ts';

/** Pieces of a number, at most. */
const MOST_PIECES = 16;
/** Training rows that a piece stands for, at least. */
const ROWS_A_PIECE = 48;
/** Ends nearer to each other than this, in units of the scaling, are one: float32 hardly tells them apart. */
const NARROWEST = 1e-6;

/** How many pieces a number may have, by the rows that have it; 0 where one would be all. */
export function mostPieces(rows: number): number {
  const most = Math.min(MOST_PIECES, Math.floor(rows / ROWS_A_PIECE));
  return most < 2 ? 0 : most;
}

/**
 * Fits the pieces of a number, which lie between quantiles of the training rows. Quantiles that are alike become one.
 *
 * @param scaled [n]: the training rows' values, scaled.
 * @returns ascending, each beginning where the one before ends; none where there would be a single one, which says no more than
 *   the scaled number.
 * @see Gorishniy, Rubachev, Babenko: On embeddings for numerical features in tabular deep learning (2022), 3.2: piecewise linear
 *   encoding with bins from quantiles
 */
export function fitPieces(scaled: Float64Array): Piece[] {
  const most = mostPieces(scaled.length);
  if (most === 0) return [];
  const sorted = scaled.toSorted();
  const ends: number[] = [];
  for (let i = 0; i <= most; i++) {
    // A value of the rows, not one between two: few values that often occur then end pieces themselves.
    const end = sorted[Math.floor((i * (sorted.length - 1)) / most)]!;
    // JSON has no -0.
    if (i === 0 || end - ends.at(-1)! > NARROWEST) ends.push(end + 0);
  }
  if (ends.length < 3) return [];
  return ends.slice(1).map((to, i) => {
    const from = ends[i]!;
    const sum = scaled.reduce((total, value) => total + shareOfPiece({ from, to }, value), 0);
    return { from, to, fill: sum / scaled.length };
  });
}

/** How much of a piece a scaled number has behind it, from 0 below it to 1 above it. */
export function shareOfPiece({ from, to }: Pick<Piece, 'from' | 'to'>, scaled: number): number {
  return Math.min(1, Math.max(0, (scaled - from) / (to - from)));
}

/**
 * Writes the shares of all pieces, which are in ascending order, to zeros.
 *
 * @param at where the first one goes.
 */
export function writePieces(pieces: readonly Piece[], scaled: number, out: Float32Array, at: number): void {
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i]!;
    // Those beyond it stay 0.
    if (scaled <= piece.from) return;
    out[at + i] = scaled >= piece.to ? 1 : shareOfPiece(piece, scaled);
  }
}
