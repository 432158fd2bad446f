import { chromium } from '@playwright/test';
import { existsSync } from 'node:fs';

/** Chromium without windows, which takes less to open pages. It shows no notifications. */
export const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell';
const WHOLE = [
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
  return firstOf([process.env['CHROME_PATH'], HEADLESS_SHELL, ...WHOLE]);
}

/** @returns the path of the first whole one. */
export function findWholeChromium(): string | undefined {
  return firstOf([process.env['CHROME_PATH'], ...WHOLE]);
}

function firstOf(places: readonly (string | undefined)[]): string | undefined {
  return places.find((path) => path !== undefined && path !== '' && existsSync(path));
}
