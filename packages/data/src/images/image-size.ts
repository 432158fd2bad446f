/** Size of an image, read from its header. */
export interface ImageSize {
  height: number;
  width: number;
  /** 1 for grayscale, 3 for RGB. */
  channels: 1 | 3;
}

/** What was done to an image's pixels beyond decoding: a person is told. */
export type ImageChange = 'turned' | 'over-white' | 'from-cmyk' | 'resized';

/** A decoded image. */
export interface DecodedImage extends ImageSize {
  /** [height, width, channels], uint8. */
  pixels: Uint8Array;
  changes: ImageChange[];
}

/**
 * Decides how 16 bits become 8, by an image's largest value.
 *
 * @returns the bits that are dropped.
 */
export type DeepRule = (largest: number) => 0 | 8;

/** The rule for an image by itself: 16 bits that hold values of 8 keep them. */
export const deepByItself: DeepRule = (largest) => (largest < 256 ? 0 : 8);

/** An image file whose header was read; it's decoded after its size is checked. */
export interface ReadableImage {
  size: ImageSize;
  /** @throws {StepwellError} `corrupt_image`, `unsupported_image`. */
  decode(deep?: DeepRule): Promise<DecodedImage>;
}
