// Browser tests need Chrome or Chromium. Finds one; where there is none, installs Debian's package as root, else
// Playwright's own; where neither works, says exactly what to do.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { findChromium, HEADLESS_SHELL } from './find-chromium.ts';

const run = (command: string, args: string[]): boolean => spawnSync(command, args, { stdio: 'inherit' }).status === 0;

if (findChromium() === undefined) {
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const install = (name: string) => run('apt-get', ['install', '-y', '-qq', name]);
    if (run('apt-get', ['update', '-qq']) && !install('chromium-headless-shell')) install('chromium');
  } else {
    run(process.execPath, [createRequire(import.meta.url).resolve('@playwright/test/cli'), 'install', 'chromium']);
  }
}
const found = findChromium();
if (found === undefined) {
  console.error(
    'No Chrome or Chromium was found, and none could be installed. Install one ("apt-get install chromium-headless-shell", or ' +
      '"npx playwright install chromium"), or say where it is: CHROME_PATH=/path/to/chrome npm test',
  );
  process.exit(1);
}
console.log(`Browser tests use ${found}`);
if (found !== HEADLESS_SHELL && process.env['CHROME_PATH'] === undefined && existsSync('/usr/bin/apt-get')) {
  console.log('They take less CPU in a browser without windows: "apt-get install chromium-headless-shell"');
}
