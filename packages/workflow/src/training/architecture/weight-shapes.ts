import type { Layer } from './layers.ts';
import { layerShapes, sizeOf, type RowShape } from './layer-shapes.ts';
import { numbersBeside, type ModelSpec } from './model-spec.ts';

/** Shape of one weight tensor, and what is done with it. */
export interface WeightShape {
  name: string;
  shape: number[];
  /** Whether the optimizer changes it: the moving statistics of a batch normalization follow the minibatches instead. */
  trainable: boolean;
  /** `glorot`: uniform within a limit that the shape sets. `uniform`: within 0.05. */
  initializer: 'glorot' | 'uniform' | 'zeros' | 'ones';
  /** Factors of the sum of sizes and of squares that the loss is charged. */
  l1: number;
  l2: number;
}

/** Weights of a model, layer after layer: kernels and then biases; gamma, beta, moving mean and moving variance. */
export function weightShapes(spec: ModelSpec): WeightShape[] {
  return layerShapes(spec).flatMap(({ layer, input }, index) =>
    weightsOf(spec, layer, input).map((weight) => ({ ...weight, name: `${layer.kind}-${index}/${weight.name}` })),
  );
}

/** @returns how many numbers the model learns. */
export function countParams(spec: ModelSpec): number {
  return weightShapes(spec).reduce((sum, { shape, trainable }) => sum + (trainable ? sizeOf(shape) : 0), 0);
}

function weightsOf(spec: ModelSpec, layer: Layer, input: RowShape): WeightShape[] {
  const channels = input.at(-1) ?? 0;
  switch (layer.kind) {
    case 'dense':
      return [kernel('kernel', [channels, layer.units], layer), vector('bias', layer.units)];
    case 'conv2d': {
      const { kernelSize, filters } = layer;
      return [kernel('kernel', [kernelSize, kernelSize, channels, filters], layer), vector('bias', filters)];
    }
    case 'separable-conv2d': {
      const { kernelSize, filters } = layer;
      return [
        kernel('depthwise-kernel', [kernelSize, kernelSize, channels, 1], layer),
        kernel('pointwise-kernel', [1, 1, channels, filters], layer),
        vector('bias', filters),
      ];
    }
    case 'batch-normalization':
      return [
        { ...vector('gamma', channels), initializer: 'ones' },
        vector('beta', channels),
        { ...vector('moving-mean', channels), trainable: false },
        { ...vector('moving-variance', channels), trainable: false, initializer: 'ones' },
      ];
    case 'embedding': {
      // The last row is that of the padding.
      const words = (spec.text?.vocabulary ?? 0) + 1;
      return [{ ...kernel('embeddings', [words, layer.dimensions], { l2: 0 }), initializer: 'uniform' }];
    }
    case 'concatenate': {
      const { branch } = layer;
      if (branch === undefined) return [];
      return [kernel('kernel', [numbersBeside(spec), branch.units], branch), vector('bias', branch.units)];
    }
    case 'dropout':
    case 'max-pooling':
    case 'average-pooling':
    case 'global-average-pooling':
    case 'flatten':
    case 'activation':
      return [];
  }
}

function kernel(name: string, shape: number[], { l1 = 0, l2 }: { l1?: number | undefined; l2: number }): WeightShape {
  return { name, shape, trainable: true, initializer: 'glorot', l1, l2 };
}

function vector(name: string, length: number): WeightShape {
  return { name, shape: [length], trainable: true, initializer: 'zeros', l1: 0, l2: 0 };
}
