/** What an image's file says of it before it is decoded. */
export interface ImageSize {
  height: number;
  width: number;
  /** 1 for grey, 3 for colour; transparency is left out. */
  channels: 1 | 3;
}

/** An image as it goes into the table. */
export interface DecodedImage extends ImageSize {
  /** [height, width, channels], uint8. */
  pixels: Uint8Array;
}

/** An image file that was looked at, and is decoded when its size is agreed to. */
export interface ReadableImage {
  size: ImageSize;
  /** @throws {StepwellError} `corrupt_image`, `unsupported_image`. */
  decode(): Promise<DecodedImage>;
}
