export { centre, predictLinear, targetColumns } from './predict-linear.ts';
export { crossProducts, designOf, linearValues, prepareRidge, type Design, type Ridge } from './ridge.ts';
