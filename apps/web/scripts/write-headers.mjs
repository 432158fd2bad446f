// Writes the headers of the exported pages: only our own scripts run, and inline ones only by their hashes.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OUT = fileURLToPath(new URL('../out/', import.meta.url));
const INLINE = /<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g;

const hashes = new Set();
for (const name of await readdir(OUT)) {
  if (!name.endsWith('.html')) continue;
  for (const [, script] of (await readFile(join(OUT, name), 'utf8')).matchAll(INLINE))
    hashes.add(`'sha256-${createHash('sha256').update(script).digest('base64')}'`);
}
/** @param {string} connect what pages may fetch from. */
const policy = (connect) =>
  [
    "default-src 'self'",
    `connect-src ${connect}`,
    `script-src 'self' ${[...hashes].toSorted((a, b) => (a < b ? -1 : 1)).join(' ')}`,
    "style-src 'self'",
    // Positions and sizes are set with style attributes.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
// The home page fetches files by their addresses; pages that show other people's runs fetch nothing from elsewhere.
const headers = `/*
  Content-Security-Policy: ${policy("'self'")}
  X-Content-Type-Options: nosniff
  X-Frame-Options: DENY
  Referrer-Policy: same-origin
  Permissions-Policy: camera=(), geolocation=(), microphone=()
/
  ! Content-Security-Policy
  Content-Security-Policy: ${policy("'self' https:")}
/engine/worker.js
  ! Content-Security-Policy
  Content-Security-Policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'
/_next/static/*
  Cache-Control: public, max-age=31536000, immutable
/sw.js
  Cache-Control: no-cache
`;
await writeFile(join(OUT, '_headers'), headers);
