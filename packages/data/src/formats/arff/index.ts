export { looksLikeArff } from './looks-like-arff.ts';
export { readArff } from './read-arff.ts';
