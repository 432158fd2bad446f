import type { Locator, Page } from '@playwright/test';
import { unzipSync, zipSync } from 'fflate';
import { encode } from 'fast-png';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const SIDE = 28;
const FILE = join(import.meta.dirname, '../../apps/web/public/examples/digits.zip');

/** @returns the example of handwritten digits: MNIST's, as two idx files in a zip. */
export function digitsZip(): Promise<Buffer> {
  return readFile(FILE);
}

/** @returns the first image of a digit in the example. [28, 28], uint8, light on dark. */
export async function digitImage(digit: number): Promise<Uint8Array> {
  const files = unzipSync(await digitsZip());
  const labels = files['train-labels-idx1-ubyte']!.subarray(8);
  const start = 16 + labels.indexOf(digit) * SIDE * SIDE;
  return files['train-images-idx3-ubyte']!.subarray(start, start + SIDE * SIDE);
}

/** @returns a grey image as a PNG. */
export function greyPng(pixels: Uint8Array, width: number): Buffer {
  return Buffer.from(encode({ width, height: pixels.length / width, channels: 1, data: pixels }));
}

/** @returns images in a zip. */
export function zipOf(images: Readonly<Record<string, Uint8Array>>): Buffer {
  return Buffer.from(zipSync({ ...images }));
}

/**
 * Makes what a phone would take of a digit on paper: dark on light, off the middle, and less than half as high as the photograph.
 *
 * @returns [360, 480], uint8.
 */
export function photographOf(image: Uint8Array): { pixels: Uint8Array; width: number } {
  const [width, height, times, left, top] = [480, 360, 6, 190, 120];
  const pixels = Uint8Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [Math.floor(((at % width) - left) / times), Math.floor((Math.floor(at / width) - top) / times)];
    const ink = x < 0 || y < 0 || x >= SIDE || y >= SIDE ? 0 : image[y * SIDE + x]!;
    // Paper is grey, and a little darker on one side.
    return 205 - Math.round((20 * (at % width)) / width) - Math.round(0.6 * ink);
  });
  return { pixels, width };
}

type Point = readonly [x: number, y: number];

/** Lines of a drawing, in shares of its sides. */
export const DRAWN: Readonly<Record<'0' | '1' | '7' | '3', readonly (readonly Point[])[]>> = {
  0: [arc(0.5, 0.5, 0.2, 0.32, -90, 270)],
  1: [
    [
      [0.52, 0.2],
      [0.48, 0.8],
    ],
  ],
  3: [[...arc(0.48, 0.34, 0.18, 0.16, -150, 90), ...arc(0.48, 0.66, 0.2, 0.17, -90, 150)]],
  7: [
    [
      [0.28, 0.22],
      [0.72, 0.22],
      [0.45, 0.82],
    ],
  ],
};

/** Draws lines on a canvas, with the mouse. */
export async function drawLines(page: Page, canvas: Locator, lines: readonly (readonly Point[])[]): Promise<void> {
  const box = (await canvas.boundingBox())!;
  for (const [first, ...rest] of lines) {
    await page.mouse.move(box.x + first![0] * box.width, box.y + first![1] * box.height);
    await page.mouse.down();
    for (const [x, y] of rest) await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 3 });
    await page.mouse.up();
  }
}

/** Part of an ellipse; angles in degrees, clockwise from the right. */
function arc(x: number, y: number, across: number, down: number, from: number, to: number): Point[] {
  return Array.from({ length: 25 }, (_, i) => {
    const angle = ((from + ((to - from) * i) / 24) * Math.PI) / 180;
    return [x + across * Math.cos(angle), y + down * Math.sin(angle)] as const;
  });
}
