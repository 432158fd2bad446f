import { generator } from '@stepwell/base/random';
import { zipSync } from 'fflate';
import { encode } from 'fast-png';

const SIDE = 16;
const EACH = 40;
const COLOURS = { blue: [40, 80, 210], green: [40, 160, 70], red: [215, 40, 40] } as const;

/** @returns small pictures of coloured squares on white paper, in a folder for each colour. */
export function coloursZip(): Buffer {
  const files: Record<string, Uint8Array> = {};
  for (const [name, colour] of Object.entries(COLOURS)) {
    for (let i = 0; i < EACH; i++) files[`${name}/${i}.png`] = squarePng(colour, generator(0, name, i));
  }
  return Buffer.from(zipSync(files));
}

function squarePng(colour: readonly number[], random: ReturnType<typeof generator>): Uint8Array {
  const [left, top] = [1 + random.below(8), 1 + random.below(8)];
  const size = 3 + random.below(4);
  const data = new Uint8Array(SIDE * SIDE * 3).fill(255);
  for (let y = top; y < top + size; y++) {
    for (let x = left; x < left + size; x++) {
      colour.forEach((value, channel) => {
        data[(y * SIDE + x) * 3 + channel] = Math.min(
          255,
          Math.max(0, value + Math.round((random.uniform() - 0.5) * 40)),
        );
      });
    }
  }
  return encode({ width: SIDE, height: SIDE, channels: 3, data });
}
