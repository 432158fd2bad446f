export { fromState, generator, type Generator } from './generator.ts';
export { permutation, shuffle } from './permutation.ts';
