export { looksLikeJson } from './json-shape.ts';
export { readJson } from './read-json.ts';
