// Prints the sha256 that the training for all engines ends on in Node.
import { compileModules } from '@stepwell/backend/node';
import { trainForHash } from './train-for-hash.ts';

console.log(await trainForHash(await compileModules()));
