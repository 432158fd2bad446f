export { activate, activationGradient } from './activations/activate';
export {
  conv2d,
  conv2dFilterGradient,
  conv2dFilterGradientPooled,
  conv2dInputGradient,
  conv2dPooled,
  convScratch,
  pooledScratch,
} from './conv/conv';
export { matMul } from './dense/product';
export { evaluate, train } from './dense/train';
export { panelEnd, panelStart } from './gemm/fixed-tile';
export { gemmScratch } from './gemm/gemm';
export { depthwiseScratch } from './depthwise/channels';
export { depthwise, depthwiseFilterGradient, depthwiseInputGradient } from './depthwise/depthwise';
export { lossAndGradient } from './losses/losses';
export { moments, normalize, normalizeGradient } from './normalize/batch-norm';
export { optimize } from './optimizers/optimize';
export { multiplyAdds } from './peak';
export { maxPool, maxPoolGradient } from './pool/max-pool';
export { poolWithPlaces, spreadToPlaces, sumOfPlaces } from './pool/places';
export { dropoutMask } from './random/dropout';
export { setKey, threefry4 } from './random/threefry';
export { columnSums } from './reduce/column-sums';
export { lookUp } from './segment/look-up';
export { largestId, segmentSum } from './segment/segment-sum';
export { logSoftmax, softmax } from './softmax/softmax';
export { gradientRows, multiHotGradient, multiHotProduct } from './sparse/multi-hot';
export { listNonzeros, nonzerosBytes, skipScratch, skipZeros, skipZerosTransposed } from './sparse/skip-zeros';
