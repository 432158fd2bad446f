/** The workflow engine: everything, tfjs included. What needs no training imports a room of it instead. */
export * from './decisions/index.ts';
export { diagnostics, type Diagnostics } from './diagnose/index.ts';
export * from './errors/index.ts';
export * from './fit/index.ts';
export { bytesOf } from './prepare/index.ts';
export { namedClass } from './measure/index.ts';
export * from './report/index.ts';
export * from './run/index.ts';
export { columnSketch, shape, shapeOf, sketchColumns, type ColumnSketch, type Shape } from './sketch/index.ts';
export * from './spec/index.ts';
export * from './table/index.ts';
export * from './trial/index.ts';
