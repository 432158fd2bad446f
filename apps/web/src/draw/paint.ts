import type { Picture, Sides } from './picture.ts';
import { PEN_COLOURS, PEN_WIDTH, type PenColour, type Stroke } from './strokes.ts';

type Context = Pick<
  CanvasRenderingContext2D,
  'fillRect' | 'beginPath' | 'moveTo' | 'lineTo' | 'stroke' | 'drawImage' | 'canvas'
> &
  CanvasPathDrawingStyles &
  CanvasFillStrokeStyles;

/** @returns the colour of strokes without one, on a ground. */
export function plainInk(ground: 'dark' | 'light'): PenColour {
  return ground === 'dark' ? 'white' : 'black';
}

/** @returns the colour of the paper. */
export function paperOf(ground: 'dark' | 'light'): PenColour {
  return ground === 'dark' ? 'black' : 'white';
}

/** Paints strokes over the whole canvas, on a paper of that ground. */
export function paintStrokes(context: Context, strokes: readonly Stroke[], ground: 'dark' | 'light'): void {
  const { width, height } = context.canvas;
  context.fillStyle = PEN_COLOURS[paperOf(ground)];
  context.fillRect(0, 0, width, height);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.lineWidth = PEN_WIDTH * Math.min(width, height);
  for (const { colour, points } of strokes) {
    context.strokeStyle = PEN_COLOURS[colour ?? plainInk(ground)];
    context.beginPath();
    const [first] = points;
    if (first === undefined) continue;
    context.moveTo(first.x * width, first.y * width);
    // A tap is a line to where it began: a dot.
    for (const { x, y } of points) context.lineTo(x * width, y * width);
    context.stroke();
  }
}

/** Paints a picture over the whole canvas. */
export function paintPicture(context: Context, { width, height, channels, pixels }: Picture): void {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const own = canvas.getContext('2d')!;
  const data = own.createImageData(width, height);
  for (let at = 0; at < width * height; at++) {
    for (let i = 0; i < 3; i++) data.data[4 * at + i] = pixels[at * channels + (channels === 1 ? 0 : i)]!;
    data.data[4 * at + 3] = 255;
  }
  own.putImageData(data, 0, 0);
  context.drawImage(canvas, 0, 0, context.canvas.width, context.canvas.height);
}

/** The shorter side of a drawing whose pixels are read, at least. */
const LEAST_SIDE = 140;

/** @returns the size in which a drawing is read: a multiple of the model's. */
export function drawingSides({ width, height }: Sides): Sides {
  const times = Math.max(1, Math.ceil(LEAST_SIDE / Math.min(width, height)));
  return { width: times * width, height: times * height };
}

/**
 * Reads strokes as pixels.
 *
 * @param canvas is painted over.
 * @param channels 1 for ink, 0 to 255, whatever the ground; 3 for colours on the ground.
 */
export function readStrokes(
  canvas: HTMLCanvasElement,
  strokes: readonly Stroke[],
  sides: Sides,
  channels: number,
  ground: 'dark' | 'light',
): Picture {
  const { width, height } = sides;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  paintStrokes(context, strokes, channels === 1 ? 'dark' : ground);
  const { data } = context.getImageData(0, 0, width, height);
  const kept = channels === 1 ? 1 : 3;
  const pixels = new Uint8Array(width * height * kept);
  for (let at = 0; at < width * height; at++) {
    for (let i = 0; i < kept; i++) pixels[at * kept + i] = data[4 * at + i]!;
  }
  return { width, height, channels: kept, pixels };
}
