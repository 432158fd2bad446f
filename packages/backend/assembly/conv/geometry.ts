/**
 * The sizes of a two-dimensional convolution or pooling, NHWC, as the callers in src/ write them: sixteen i32 in this
 * order.
 */
@unmanaged
export class Geometry {
  batch: i32;
  inHeight: i32;
  inWidth: i32;
  inChannels: i32;
  outHeight: i32;
  outWidth: i32;
  outChannels: i32;
  filterHeight: i32;
  filterWidth: i32;
  strideHeight: i32;
  strideWidth: i32;
  dilationHeight: i32;
  dilationWidth: i32;
  /** Rows and columns of zeros before the input; those behind it follow from the sizes. */
  padTop: i32;
  padLeft: i32;
  /** 1 where each patch is one input pixel, and the pixels are all there in order: a plain matrix product. */
  pointwise: i32;
}

/** @returns pixels of the whole output. */
// @ts-ignore: decorator
@inline
export function outPixels(g: Geometry): i32 {
  return g.batch * g.outHeight * g.outWidth;
}

/** @returns values under the filter at one output pixel. */
// @ts-ignore: decorator
@inline
export function patchSize(g: Geometry): i32 {
  return g.filterHeight * g.filterWidth * g.inChannels;
}
