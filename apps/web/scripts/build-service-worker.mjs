// Bundles the service worker into the export, with the list of files that it caches for this version.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const WEB = fileURLToPath(new URL('..', import.meta.url));
const OUT = join(WEB, 'out');
const PAGES = ['/', '/r', '/l', '/compare'];

const entries = await readdir(OUT, { recursive: true, withFileTypes: true });
const files = entries
  .filter((entry) => entry.isFile())
  .map((entry) => `/${relative(OUT, join(entry.parentPath, entry.name)).split(sep).join('/')}`)
  .sort();
const kept = files.filter((file) => file.startsWith('/_next/static/') && /\.(?:js|css)$/.test(file));
const pages = PAGES.filter((page) => files.includes(page === '/' ? '/index.html' : `${page}.html`));
const hash = createHash('sha256');
for (const page of pages) hash.update(await readFile(join(OUT, page === '/' ? 'index.html' : `${page}.html`)));
await build({
  entryPoints: [join(WEB, 'src', 'offline', 'service-worker.ts')],
  outfile: join(OUT, 'sw.js'),
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  define: {
    PRECACHED: JSON.stringify([...pages, ...kept, '/icon.svg', '/manifest.webmanifest']),
    VERSION: JSON.stringify(hash.digest('hex').slice(0, 12)),
  },
});
