import { enableCompileCache } from 'node:module';
import { COMPILE_CACHE } from './stack/wrangler.ts';

// What Node compiled stays: the next command starts in little more than half the time.
enableCompileCache(COMPILE_CACHE);
await import('./command-line.ts');
