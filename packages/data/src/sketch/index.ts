export { shape, shapeOf, type Shape } from './shape.ts';
export { columnSketch, sketchColumns, type ColumnSketch } from './sketch-columns.ts';
