export type { DecodedImage, ImageSize, ReadableImage } from './image-size.ts';
export { isPng } from './png-chunks.ts';
export { isJpeg, readJpeg } from './read-jpeg.ts';
export { MOST_PIXELS } from './read-pixels.ts';
export { readPng } from './read-png.ts';
export { resizePixels } from './resize-pixels.ts';
