import { enableCompileCache } from 'node:module';
import { COMPILE_CACHE } from './stack/wrangler.ts';

// It takes two fifths off the start.
enableCompileCache(COMPILE_CACHE);
await import('./command-line.ts');
