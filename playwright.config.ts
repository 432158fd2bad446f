import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/find-chromium.ts';

const PORT = Number(process.env['STEPWELL_E2E_PORT'] ?? 8792);

const TOUR = '**/tour.spec.ts';
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const TABLET = { viewport: { width: 768, height: 1024 }, hasTouch: true, isMobile: true };
const DESKTOP = { viewport: { width: 1280, height: 800 } };

export default defineConfig({
  testDir: 'test/e2e',
  // Playwright empties this folder; the reports beside it stay.
  outputDir: 'test-results/browser',
  workers: 2,
  retries: 0,
  timeout: 180_000,
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  use: {
    baseURL: `http://127.0.0.1:${PORT}`,
    launchOptions: {
      executablePath: findChromium() ?? '',
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [
    { name: 'phone', testIgnore: TOUR, use: PHONE },
    { name: 'desktop', testIgnore: TOUR, use: DESKTOP },
    // The whole journey once on every size of screen; its pictures are taken in light and in dark.
    ...Object.entries({ phone: PHONE, tablet: TABLET, desktop: DESKTOP }).map(([name, use]) => ({
      name: `tour-${name}`,
      testMatch: TOUR,
      use,
    })),
  ],
  webServer: {
    command: `node apps/cli/src/stepwell.ts serve --port ${PORT} --state test-results/state`,
    url: `http://127.0.0.1:${PORT}/api/health`,
    timeout: 300_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
  },
});
