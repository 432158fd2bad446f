import { chromium } from '@playwright/test';
import { existsSync } from 'node:fs';

const PLACES = [
  process.env['CHROME_PATH'],
  // Chromium without windows, which takes less to open pages.
  '/usr/bin/chromium-headless-shell',
  chromium.executablePath(),
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** @returns the path of the first Chrome or Chromium there is. */
export function findChromium(): string | undefined {
  return PLACES.find((path) => path !== undefined && path !== '' && existsSync(path));
}
