import { defineConfig } from '@playwright/test';
import { WITHOUT_WINDOWS } from './scripts/chromium-features.ts';
import { findChromium } from './scripts/find-chromium.ts';

const PORT = Number(process.env['STEPWELL_E2E_PORT'] ?? 8792);

const TOUR = '**/tour.spec.ts';
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const TABLET = { viewport: { width: 768, height: 1024 }, hasTouch: true, isMobile: true };
const DESKTOP = { viewport: { width: 1280, height: 800 } };

/** Files that the gate opens on one screen only: what they are about doesn't depend on its size, or the tour visits it too. */
const specs = (...names: string[]) => names.map((name) => `**/${name}.spec.ts`);
const ON_DESKTOP = specs(
  'alerts',
  'engines',
  'files',
  'hostile',
  'journey',
  'keep-going',
  'keyboard',
  'links',
  'offline',
  'token',
);
const ON_PHONE = specs(
  'answers',
  'beside',
  'change',
  'compare',
  'draw',
  'forecast',
  'home',
  'large-text',
  'logged',
  'questions',
  'problems',
  'same-everywhere',
  'shapes',
  'reading',
  'share',
  'stops',
  'try-it',
  'why',
);
/** `npm run test:browser` opens everything on every screen. */
const ON_ALL_SCREENS = process.env['STEPWELL_SCREENS'] === 'all';

export default defineConfig({
  testDir: 'test/e2e',
  // Playwright empties this folder; the reports beside it stay.
  outputDir: 'test-results/browser',
  workers: 2,
  retries: 0,
  timeout: 300_000,
  // Only what never comes takes as long: a busy machine must not fail a test.
  expect: { timeout: 60_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  use: {
    baseURL: `http://127.0.0.1:${PORT}`,
    // It fetches everything anew for each test, and what it fetches no test can intercept. Tests of what it does, and the
    // whole journeys, allow it.
    serviceWorkers: 'block',
    launchOptions: {
      executablePath: findChromium() ?? '',
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        // Drawing on an emulated graphics card takes more time than drawing without one.
        '--disable-gpu',
        WITHOUT_WINDOWS,
      ],
    },
  },
  projects: [
    {
      name: 'phone',
      testIgnore: [TOUR, ...(ON_ALL_SCREENS ? [] : ON_DESKTOP)],
      use: PHONE,
    },
    { name: 'desktop', testIgnore: [TOUR, ...(ON_ALL_SCREENS ? [] : ON_PHONE)], use: DESKTOP },
    // The whole journey; its pictures are taken in light and in dark. What it visits on a phone and on a desktop, the other
    // files visit there too: the gate takes the tablet.
    ...Object.entries(ON_ALL_SCREENS ? { phone: PHONE, tablet: TABLET, desktop: DESKTOP } : { tablet: TABLET }).map(
      ([name, use]) => ({
        name: `tour-${name}`,
        testMatch: TOUR,
        use,
      }),
    ),
  ],
  webServer: {
    command: `node apps/cli/src/stepwell.ts serve --port ${PORT} --state test-results/state`,
    url: `http://127.0.0.1:${PORT}/api/health`,
    timeout: 300_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
  },
});
