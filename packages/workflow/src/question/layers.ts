import { z } from 'zod';

/** Words as learned vectors instead of zeros and ones. */
export const embedding = z.object({
  /** Numbers that each word becomes. */
  dimensions: z.int().min(1).max(512),
  /** `average`: the mean of a text's words. `flatten`: its last `length` words one behind the other. */
  pooling: z.enum(['average', 'flatten']),
  /** Words of a text that are kept for `flatten`; shorter texts are filled up in front. */
  length: z.int().min(1).max(2_000),
});
export type Embedding = z.infer<typeof embedding>;

/** Convolutional blocks ahead of the dense layers: each a convolution and, but for the last one, a pooling. */
export const convolution = z.object({
  kind: z.enum(['conv2d', 'separable-conv2d']),
  /** Filters of each block, first to last. */
  filters: z.array(z.int().min(1).max(512)).min(1).max(6),
  /** Height and width of a filter. */
  kernelSize: z.int().min(1).max(7),
  padding: z.enum(['valid', 'same']),
  pooling: z.enum(['max', 'average']),
  /** How the last block's pictures become a row: all of their values, or the mean of each channel. */
  ending: z.enum(['flatten', 'global-average']),
  batchNormalization: z.boolean(),
});
export type Convolution = z.infer<typeof convolution>;
