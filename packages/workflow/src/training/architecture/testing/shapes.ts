import type { InputShape } from '../../preparation/index.ts';

/** Rows of so many numbers and nothing else. */
export function numbersShape(numbers: number): InputShape {
  return { numbers, vocabulary: 0, image: null };
}

/** Rows of a text, and numbers beside it. */
export function textShape(vocabulary: number, numbers = 0): InputShape {
  return { numbers, vocabulary, image: null };
}

/** Rows of an image. */
export function imageShape(height: number, width: number, channels: number): InputShape {
  return { numbers: 0, vocabulary: 0, image: { height, width, channels } };
}
