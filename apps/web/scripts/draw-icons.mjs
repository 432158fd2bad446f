// Draws the app icons from the steps in app/icon.svg: node scripts/draw-icons.mjs
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { encode } from 'fast-png';

/** The stroke of the steps as rectangles on a grid of 32: [left, top, right, bottom]. */
const STEPS = [
  [3, 4, 13, 8],
  [9, 4, 13, 15],
  [9, 11, 21, 15],
  [17, 11, 21, 22],
  [17, 18, 31, 22],
  [27, 18, 31, 27],
];
const GRID = 32;
/** A launcher may crop the icon to a circle of 80 %; the steps stay inside it. */
const SCALE = 0.62;
const PAPER = [250, 249, 246];
const ACCENT = [11, 93, 75];

const ICONS = [
  ['public/icon-192.png', 192],
  ['public/icon-512.png', 512],
  ['app/apple-icon.png', 180],
];
for (const [file, size] of ICONS) {
  const data = new Uint8Array(size * size * 3);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) data.set(isStep(x, y, size) ? ACCENT : PAPER, (y * size + x) * 3);
  }
  await writeFile(
    fileURLToPath(new URL(`../${file}`, import.meta.url)),
    encode({ width: size, height: size, data, channels: 3 }),
  );
}

function isStep(x, y, size) {
  const at = (place) => ((place + 0.5) / size - 0.5) * (GRID / SCALE);
  const [across, down] = [at(x) + 17, at(y) + 15.5];
  return STEPS.some(([left, top, right, bottom]) => across >= left && across < right && down >= top && down < bottom);
}
