export { activate } from './activations/activate';
export { matMul } from './dense/product';
export { gemmScratch } from './gemm/gemm';
export { multiplyAdds } from './peak';
