import type { RunReport } from '../api/client.ts';

/** A layer as plain data, in Keras's terms. */
export type Layer = NonNullable<RunReport['model']>['spec']['layers'][number];

/** @returns the layers of a model; of several fits side by side, those of one. */
export function layersOfModel({ spec, fits = 1 }: NonNullable<RunReport['model']>): string {
  const last = spec.layers.length - 1;
  return spec.layers
    .map((layer, i) => (layer.kind === 'dense' && i < last ? { ...layer, units: layer.units / fits } : layer))
    .map(layerWords)
    .join(', ');
}

/** @returns a layer in short: "64 relu", "conv2d 32 of 3 × 3 relu", "embedding 16, averaged". */
export function layerWords(layer: Layer): string {
  switch (layer.kind) {
    case 'dense':
      return `${layer.units} ${layer.activation}`;
    case 'dropout':
      return `dropout ${layer.rate}`;
    case 'conv2d':
    case 'separable-conv2d':
      return `${layer.kind} ${layer.filters} of ${layer.kernelSize}\u00a0×\u00a0${layer.kernelSize}${afterwards(layer)}`;
    case 'embedding':
      return `embedding ${layer.dimensions}, ${layer.pooling === 'average' ? 'averaged' : `last ${layer.length} words`}`;
    case 'concatenate':
      return layer.branch === undefined ? layer.kind : `${layer.kind}, ${layer.branch.units} relu for the columns`;
    case 'activation':
      return layer.activation;
    default:
      return layer.kind;
  }
}

/** A linear activation only means that another layer comes in between. */
function afterwards({ padding, activation }: Extract<Layer, { kind: 'conv2d' | 'separable-conv2d' }>): string {
  return `${padding === 'same' ? ' padded' : ''}${activation === 'linear' ? '' : ` ${activation}`}`;
}
