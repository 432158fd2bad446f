export { looksLikeSvmlight } from './looks-like-svmlight.ts';
export { readSvmlight } from './read-svmlight.ts';
