/**
 * Whether the training for all engines ends on the same sha256 in Firefox as in Node: `npm run test:firefox`.
 * Needs a `firefox` on the path, Debian's firefox-esr for one; it is not part of `npm test`.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { buildPage } from './page.ts';

const PATIENCE_MS = 120_000;

const files = await buildPage();
const profile = mkdtempSync(join(tmpdir(), 'stepwell-firefox-'));
let answer: (hash: string) => void = () => undefined;
const answered = new Promise<string>((resolve) => {
  answer = resolve;
});
const server = createServer((request, response) => {
  if (request.method === 'POST') {
    response.end();
    void text(request).then(answer);
    return;
  }
  const file = files.get(request.url ?? '');
  response.writeHead(file === undefined ? 404 : 200, { 'content-type': file?.contentType ?? 'text/plain' });
  response.end(file?.body);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const firefox = spawn(
    'firefox',
    ['--headless', '--no-remote', '--profile', profile, `http://127.0.0.1:${port}/engine.html`],
    {
      stdio: 'ignore',
      detached: true,
    },
  );
  firefox.on('error', () => answer('no firefox on the path: install it, on Debian by apt-get install firefox-esr'));
  setTimeout(() => answer(`no answer within ${PATIENCE_MS / 1000} s`), PATIENCE_MS).unref();
  void answered.then((hash) => finish(hash, firefox.pid));
});

function finish(hash: string, pid: number | undefined): void {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  server.close();
  server.closeAllConnections();
  rmSync(profile, { recursive: true, force: true });
  const inNode = execFileSync(process.execPath, ['test/engines/in-node.ts'], { encoding: 'utf8' }).trim();
  console.log(`Firefox  ${hash}\nNode     ${inNode}`);
  process.exit(hash === inNode ? 0 : 1);
}
