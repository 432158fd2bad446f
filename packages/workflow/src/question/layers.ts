import { z } from 'zod';

/** A word embedding. */
export const embedding = z.object({
  /** Dimensions of each word vector. */
  dimensions: z.int().min(1).max(512),
  /** `average`: the mean of a text's word vectors. `flatten`: the vectors of its last `length` words, concatenated. */
  pooling: z.enum(['average', 'flatten']),
  /** Sequence length for `flatten`, in words; shorter texts are padded at the front. */
  length: z.int().min(1).max(2_000),
});
export type Embedding = z.infer<typeof embedding>;

/** Convolutional blocks before the dense layers: each a convolution and, except in the last block, a pooling. */
export const convolution = z.object({
  kind: z.enum(['conv2d', 'separable-conv2d']),
  /** Filters of each block, first to last. */
  filters: z.array(z.int().min(1).max(512)).min(1).max(6),
  /** Height and width of the kernels, in pixels. */
  kernelSize: z.int().min(1).max(7),
  padding: z.enum(['valid', 'same']),
  pooling: z.enum(['max', 'average']),
  /** How the last feature maps become a vector: flattened, or the mean of each channel. */
  ending: z.enum(['flatten', 'global-average']),
  batchNormalization: z.boolean(),
});
export type Convolution = z.infer<typeof convolution>;
