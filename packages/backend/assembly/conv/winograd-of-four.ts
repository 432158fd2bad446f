import { PANEL_AT } from '../gemm/fixed-tile';
import { store4 } from '../memory/lanes';
import {
  filterGradientLine,
  filterLine,
  inputGradientLine,
  inputLine,
  outputGradientLine,
  outputLine,
} from './winograd-lines';

/**
 * The transforms of tiles of Winograd's convolution F(4 × 4, 3 × 3), each of four channels at a time, or of one where `SINGLE`:
 * lines of one direction to a workspace, then those of the other from there. 36 places of a transformed tile lie in planes,
 * `plane` bytes apart.
 */

/** The workspace: where panels of products lie at other times. Engines need not check such an address. */
const WORK: usize = PANEL_AT;
/** Bytes of a line of six in it. */
const LINE: usize = 96;

/** Bᵀ d B. @param d a tile of inputs: `rowStep` bytes from row to row, `pixel` from column to column. */
// @ts-ignore: decorator
@inline
export function transformInput(SINGLE: bool, d: usize, rowStep: usize, pixel: usize, to: usize, plane: usize): void {
  inputLine(SINGLE, d, pixel, false, WORK, 16);
  inputLine(SINGLE, d + rowStep, pixel, false, WORK + LINE, 16);
  inputLine(SINGLE, d + 2 * rowStep, pixel, false, WORK + 2 * LINE, 16);
  inputLine(SINGLE, d + 3 * rowStep, pixel, false, WORK + 3 * LINE, 16);
  inputLine(SINGLE, d + 4 * rowStep, pixel, false, WORK + 4 * LINE, 16);
  inputLine(SINGLE, d + 5 * rowStep, pixel, false, WORK + 5 * LINE, 16);
  inputLine(false, WORK, LINE, SINGLE, to, 6 * plane);
  inputLine(false, WORK + 16, LINE, SINGLE, to + plane, 6 * plane);
  inputLine(false, WORK + 32, LINE, SINGLE, to + 2 * plane, 6 * plane);
  inputLine(false, WORK + 48, LINE, SINGLE, to + 3 * plane, 6 * plane);
  inputLine(false, WORK + 64, LINE, SINGLE, to + 4 * plane, 6 * plane);
  inputLine(false, WORK + 80, LINE, SINGLE, to + 5 * plane, 6 * plane);
}

/** B v Bᵀ, added to a tile of the inputs' derivatives: the transpose of `transformInput`. */
// @ts-ignore: decorator
@inline
export function addInputGradient(SINGLE: bool, v: usize, plane: usize, d: usize, rowStep: usize, pixel: usize): void {
  inputGradientLine(SINGLE, v, 6 * plane, false, false, WORK, LINE);
  inputGradientLine(SINGLE, v + plane, 6 * plane, false, false, WORK + 16, LINE);
  inputGradientLine(SINGLE, v + 2 * plane, 6 * plane, false, false, WORK + 32, LINE);
  inputGradientLine(SINGLE, v + 3 * plane, 6 * plane, false, false, WORK + 48, LINE);
  inputGradientLine(SINGLE, v + 4 * plane, 6 * plane, false, false, WORK + 64, LINE);
  inputGradientLine(SINGLE, v + 5 * plane, 6 * plane, false, false, WORK + 80, LINE);
  inputGradientLine(false, WORK, 16, true, SINGLE, d, pixel);
  inputGradientLine(false, WORK + LINE, 16, true, SINGLE, d + rowStep, pixel);
  inputGradientLine(false, WORK + 2 * LINE, 16, true, SINGLE, d + 2 * rowStep, pixel);
  inputGradientLine(false, WORK + 3 * LINE, 16, true, SINGLE, d + 3 * rowStep, pixel);
  inputGradientLine(false, WORK + 4 * LINE, 16, true, SINGLE, d + 4 * rowStep, pixel);
  inputGradientLine(false, WORK + 5 * LINE, 16, true, SINGLE, d + 5 * rowStep, pixel);
}

/** Aᵀ m A, added to `start`, no less than zero where `RELU`. @param rows, @param columns of the four by four outputs that there are. */
// @ts-ignore: decorator
@inline
export function transformOutput(
  SINGLE: bool,
  RELU: bool,
  m: usize,
  plane: usize,
  rows: i32,
  columns: i32,
  start: v128,
  to: usize,
  rowStep: usize,
  pixel: usize,
): void {
  outputLine(SINGLE, m, 6 * plane, WORK, LINE);
  outputLine(SINGLE, m + plane, 6 * plane, WORK + 16, LINE);
  outputLine(SINGLE, m + 2 * plane, 6 * plane, WORK + 32, LINE);
  outputLine(SINGLE, m + 3 * plane, 6 * plane, WORK + 48, LINE);
  outputLine(SINGLE, m + 4 * plane, 6 * plane, WORK + 64, LINE);
  outputLine(SINGLE, m + 5 * plane, 6 * plane, WORK + 80, LINE);
  outputRow(SINGLE, RELU, WORK, columns, start, to, pixel);
  if (rows > 1) outputRow(SINGLE, RELU, WORK + LINE, columns, start, to + rowStep, pixel);
  if (rows > 2) outputRow(SINGLE, RELU, WORK + 2 * LINE, columns, start, to + 2 * rowStep, pixel);
  if (rows > 3) outputRow(SINGLE, RELU, WORK + 3 * LINE, columns, start, to + 3 * rowStep, pixel);
}

// @ts-ignore: decorator
@inline
function outputRow(
  SINGLE: bool,
  RELU: bool,
  line: usize,
  columns: i32,
  start: v128,
  to: usize,
  pixel: usize,
): void {
  outputLine(false, line, 16, line, 16);
  end(SINGLE, RELU, line, start, to);
  if (columns > 1) end(SINGLE, RELU, line + 16, start, to + pixel);
  if (columns > 2) end(SINGLE, RELU, line + 32, start, to + 2 * pixel);
  if (columns > 3) end(SINGLE, RELU, line + 48, start, to + 3 * pixel);
}

// @ts-ignore: decorator
@inline
function end(SINGLE: bool, RELU: bool, from: usize, start: v128, to: usize): void {
  const value = f32x4.add(start, v128.load(from));
  store4(SINGLE, to, RELU ? f32x4.max(value, f32x4.splat(0)) : value);
}

/** A dy Aᵀ: the transpose of `transformOutput`. @param rows, @param columns of dy that there are; the others count as zeros. */
// @ts-ignore: decorator
@inline
export function transformOutputGradient(
  SINGLE: bool,
  dy: usize,
  rows: i32,
  columns: i32,
  rowStep: usize,
  pixel: usize,
  to: usize,
  plane: usize,
): void {
  outputGradientLine(SINGLE, dy, pixel, columns, false, WORK, 16);
  if (rows > 1) outputGradientLine(SINGLE, dy + rowStep, pixel, columns, false, WORK + LINE, 16);
  if (rows > 2) outputGradientLine(SINGLE, dy + 2 * rowStep, pixel, columns, false, WORK + 2 * LINE, 16);
  if (rows > 3) outputGradientLine(SINGLE, dy + 3 * rowStep, pixel, columns, false, WORK + 3 * LINE, 16);
  outputGradientLine(false, WORK, LINE, rows, SINGLE, to, 6 * plane);
  outputGradientLine(false, WORK + 16, LINE, rows, SINGLE, to + plane, 6 * plane);
  outputGradientLine(false, WORK + 32, LINE, rows, SINGLE, to + 2 * plane, 6 * plane);
  outputGradientLine(false, WORK + 48, LINE, rows, SINGLE, to + 3 * plane, 6 * plane);
  outputGradientLine(false, WORK + 64, LINE, rows, SINGLE, to + 4 * plane, 6 * plane);
  outputGradientLine(false, WORK + 80, LINE, rows, SINGLE, to + 5 * plane, 6 * plane);
}

/** G g Gᵀ. @param g nine places, `step` bytes apart. @param to 36 places, `plane` bytes apart. */
// @ts-ignore: decorator
@inline
export function transformFilter(SINGLE: bool, g: usize, step: usize, to: usize, plane: usize): void {
  filterLine(SINGLE, g, step, false, WORK, 16);
  filterLine(SINGLE, g + 3 * step, step, false, WORK + LINE, 16);
  filterLine(SINGLE, g + 6 * step, step, false, WORK + 2 * LINE, 16);
  filterLine(false, WORK, LINE, SINGLE, to, 6 * plane);
  filterLine(false, WORK + 16, LINE, SINGLE, to + plane, 6 * plane);
  filterLine(false, WORK + 32, LINE, SINGLE, to + 2 * plane, 6 * plane);
  filterLine(false, WORK + 48, LINE, SINGLE, to + 3 * plane, 6 * plane);
  filterLine(false, WORK + 64, LINE, SINGLE, to + 4 * plane, 6 * plane);
  filterLine(false, WORK + 80, LINE, SINGLE, to + 5 * plane, 6 * plane);
}

/** Gᵀ u G: the transpose of `transformFilter`. */
// @ts-ignore: decorator
@inline
export function transformFilterGradient(SINGLE: bool, u: usize, plane: usize, to: usize, step: usize): void {
  filterGradientLine(SINGLE, u, 6 * plane, false, WORK, LINE);
  filterGradientLine(SINGLE, u + plane, 6 * plane, false, WORK + 16, LINE);
  filterGradientLine(SINGLE, u + 2 * plane, 6 * plane, false, WORK + 32, LINE);
  filterGradientLine(SINGLE, u + 3 * plane, 6 * plane, false, WORK + 48, LINE);
  filterGradientLine(SINGLE, u + 4 * plane, 6 * plane, false, WORK + 64, LINE);
  filterGradientLine(SINGLE, u + 5 * plane, 6 * plane, false, WORK + 80, LINE);
  filterGradientLine(false, WORK, 16, SINGLE, to, step);
  filterGradientLine(false, WORK + LINE, 16, SINGLE, to + 3 * step, step);
  filterGradientLine(false, WORK + 2 * LINE, 16, SINGLE, to + 6 * step, step);
}
