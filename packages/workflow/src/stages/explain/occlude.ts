import { imageColumn, pixelsAt, selectRows, type ImageColumn } from '@stepwell/data/table';
import type { Predictions } from '@stepwell/metrics';
import type { Target } from '@stepwell/metrics/targets';
import type { Occlusion } from './explanation.ts';
import type { Fold } from './fold.ts';

/** Places of the grid along the longer side. */
const GRID = 7;
const MOST_IMAGES = 60;
const MOST_CLASSES = 12;
const MOST_BYTES = 8_000_000;

/**
 * Where a model of images looks: how much the probability of the true class falls, or how far numbers and labels move, when a
 * patch of the image is covered with the mean colour. Columns beside the images stay as they are.
 *
 * @returns the map of all images, and of each of the first classes; empty where the inputs are no images.
 * @see Zeiler, Fergus: Visualizing and understanding convolutional networks (2014)
 */
export function occlude(fold: Fold): ({ name: string | null } & Occlusion)[] {
  const { table, target } = fold.part;
  const column = table.columns.find((each): each is ImageColumn => each.kind === 'image');
  if (column === undefined) return [];
  const patch = Math.max(1, Math.ceil(Math.max(column.height, column.width) / GRID));
  const [down, across] = [Math.ceil(column.height / patch), Math.ceil(column.width / patch)];
  const size = column.height * column.width * column.channels;
  const images = Math.min(MOST_IMAGES, table.rows, Math.floor(MOST_BYTES / (size * (down * across + 1))));
  if (images === 0) return [];
  const store = coverPatches(column, images, { patch, down, across });
  const rows = images * (down * across + 1);
  const covered = imageColumn(column.name, rows, column, [store]);
  const others = { ...table, columns: table.columns.filter((each) => each !== column) };
  const beside = selectRows(
    others,
    Int32Array.from({ length: rows }, (_, row) => row % images),
  );
  const predictions = fold.predict(rows, fold.prepare({ ...table, rows, columns: [covered, ...beside.columns] }));
  const mapOf = (of: readonly number[]) =>
    Array.from({ length: down }, (_, y) =>
      Array.from({ length: across }, (__, x) => {
        const start = (1 + y * across + x) * images;
        return of.reduce((sum, row) => sum + fallOf(predictions, target, row, start + row), 0) / of.length;
      }),
    );
  const all = Array.from({ length: images }, (_, row) => row);
  return [
    { name: null, images, map: mapOf(all) },
    ...byClass(target, all).map(({ name, rows: of }) => ({ name, images: of.length, map: mapOf(of) })),
  ];
}

/** The images as they are, then all of them again for each place that is covered. */
function coverPatches(
  column: ImageColumn,
  images: number,
  { patch, down, across }: { patch: number; down: number; across: number },
): Uint8Array {
  const { height, width, channels } = column;
  const size = height * width * channels;
  const plain = images * size;
  const store = new Uint8Array(plain * (down * across + 1));
  for (let row = 0; row < images; row++) store.set(pixelsAt(column, row), row * size);
  const colour = meanColour(store.subarray(0, plain), channels);
  for (let place = 0; place < down * across; place++) {
    const [top, left] = [Math.floor(place / across) * patch, (place % across) * patch];
    const start = plain * (place + 1);
    store.copyWithin(start, 0, plain);
    for (let row = 0; row < images; row++) {
      for (let y = top; y < Math.min(height, top + patch); y++) {
        for (let x = left; x < Math.min(width, left + patch); x++) {
          store.set(colour, start + row * size + (y * width + x) * channels);
        }
      }
    }
  }
  return store;
}

function meanColour(bytes: Uint8Array, channels: number): Uint8Array {
  const sums = new Float64Array(channels);
  bytes.forEach((byte, i) => (sums[i % channels]! += byte));
  return Uint8Array.from(sums, (sum) => Math.round((sum * channels) / bytes.length));
}

/** How much less the truth is given, or how far the prediction moves. */
function fallOf({ values, ...kind }: Predictions, target: Target, before: number, after: number): number {
  if (target.kind === 'classes' && kind.kind === 'probabilities') {
    const code = Math.max(0, target.codes[before]!);
    return values[before * kind.numClasses + code]! - values[after * kind.numClasses + code]!;
  }
  const width = target.kind === 'number' ? target.width : target.kind === 'labels' ? target.labels.length : 1;
  let sum = 0;
  for (let i = 0; i < width; i++) sum += Math.abs(values[before * width + i]! - values[after * width + i]!);
  return sum / width;
}

function byClass(target: Target, rows: readonly number[]): { name: string; rows: number[] }[] {
  if (target.kind !== 'classes') return [];
  return target.classes
    .map((name, code) => ({ name, rows: rows.filter((row) => target.codes[row] === code) }))
    .filter(({ rows: of }) => of.length > 0)
    .slice(0, MOST_CLASSES);
}
