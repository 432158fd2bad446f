export { centre, predictLinear, targetColumns } from './predict-linear.ts';
export {
  crossProducts,
  designOf,
  designOfPrepared,
  linearValues,
  prepareRidge,
  type Design,
  type Ridge,
} from './ridge.ts';
