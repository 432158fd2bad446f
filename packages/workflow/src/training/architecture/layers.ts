import { z } from 'zod';

/** Factors of the sums of squares and of sizes of a layer's kernels, added to the loss. */
const penalties = { l2: z.number().min(0), l1: z.number().min(0).optional() };

const denseLayer = z.object({
  kind: z.literal('dense'),
  units: z.int().positive(),
  activation: z.enum(['relu', 'linear', 'sigmoid', 'softmax']),
  ...penalties,
});

const dropoutLayer = z.object({ kind: z.literal('dropout'), rate: z.number().min(0).max(0.9) });

const convolutionFields = {
  filters: z.int().positive(),
  /** Height and width of a filter. */
  kernelSize: z.int().positive(),
  padding: z.enum(['valid', 'same']),
  activation: z.enum(['relu', 'linear']),
  ...penalties,
};

const embeddingLayer = z.object({
  kind: z.literal('embedding'),
  /** Numbers that each word becomes. */
  dimensions: z.int().positive(),
  /** `average`: the mean of a text's words. `flatten`: its last `length` words one behind the other. */
  pooling: z.enum(['average', 'flatten']),
  /** Words that `flatten` keeps. */
  length: z.int().positive(),
});

/** A layer as plain data, in Keras's terms. */
export const layer = z.discriminatedUnion('kind', [
  denseLayer,
  dropoutLayer,
  z.object({ kind: z.literal('conv2d'), ...convolutionFields }),
  /** A filter for each channel by itself, then a mixing of the channels at each pixel. */
  z.object({ kind: z.literal('separable-conv2d'), ...convolutionFields }),
  /** Windows of 2 × 2, one beside the other; what is left over at the edges is left out. */
  z.object({ kind: z.literal('max-pooling') }),
  z.object({ kind: z.literal('average-pooling') }),
  /** The mean of each channel. */
  z.object({ kind: z.literal('global-average-pooling') }),
  z.object({ kind: z.literal('flatten') }),
  z.object({ kind: z.literal('batch-normalization') }),
  z.object({ kind: z.literal('activation'), activation: z.enum(['relu', 'linear']) }),
  embeddingLayer,
  /** The numbers that stand beside a text or an image, put behind what has become of it. */
  z.object({
    kind: z.literal('concatenate'),
    /** A dense relu layer that the numbers go through first; absent where they are joined as they are. */
    branch: z.object({ units: z.int().positive(), ...penalties }).optional(),
  }),
]);
export type Layer = z.infer<typeof layer>;

/** A layer of filters. */
export type ConvolutionLayer = Extract<Layer, { kind: 'conv2d' | 'separable-conv2d' }>;
export type EmbeddingLayer = Extract<Layer, { kind: 'embedding' }>;

/** Height and width of a pooling's window, and its stride. */
export const POOL_SIZE = 2;
/** Share of the moving statistics that stays, minibatch by minibatch, and what keeps a variance from being zero. */
export const NORMALIZATION = { momentum: 0.99, epsilon: 0.001 };
