export { innerProducts } from './inner-products.ts';
export { prepareKernelRidge, productsOf } from './kernel.ts';
export { centre, predictLinear, targetColumns } from './predict-linear.ts';
export { designOf, designOfPrepared, linearValues, prepareRidge, type Design } from './ridge.ts';
