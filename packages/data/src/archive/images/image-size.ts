/** Size of an image, read from its header. */
export interface ImageSize {
  height: number;
  width: number;
  /** 1 for grayscale, 3 for RGB; alpha is ignored. */
  channels: 1 | 3;
}

/** A decoded image. */
export interface DecodedImage extends ImageSize {
  /** [height, width, channels], uint8. */
  pixels: Uint8Array;
}

/** An image file whose header was read; it's decoded after its size is checked. */
export interface ReadableImage {
  size: ImageSize;
  /** @throws {StepwellError} `corrupt_image`, `unsupported_image`. */
  decode(): Promise<DecodedImage>;
}
