import { expect, test, type Page } from '@playwright/test';
import { rm } from 'node:fs/promises';
import { startStack, type Stack } from '../../apps/cli/src/stack/stack.ts';
import { WITHOUT_WINDOWS } from '../../scripts/chromium-features.ts';
import { findWholeChromium } from '../../scripts/find-chromium.ts';
import { makeVapidKeys } from '../../scripts/make-vapid-keys.mjs';
import { newState } from '../new-state.ts';
import { learnableCsv } from '../workerd/tables.ts';

const CHROMIUM = findWholeChromium();
// Only a whole browser shows notifications; it still opens no window.
test.use({
  serviceWorkers: 'allow',
  headless: false,
  launchOptions: {
    executablePath: CHROMIUM ?? '',
    args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', WITHOUT_WINDOWS],
  },
});
test.skip(CHROMIUM === undefined, 'there is no Chromium that shows notifications');

let folder: string;
let stack: Stack;

test.beforeAll(async () => {
  folder = await newState();
  // Its background driver takes a step and leaves: a run stays in the background as long as a test needs it.
  const vars = { ...makeVapidKeys(), VAPID_SUBJECT: 'mailto:operator@example.org', STEP_MINIBATCHES: '1' };
  stack = await startStack({ port: 0, persistTo: folder, reuse: false, quiet: true, vars });
});
test.afterAll(async () => {
  await stack.stop();
  await rm(folder, { recursive: true });
});

/** Starts a run from the home page. */
async function startRun(page: Page, origin: string): Promise<string> {
  await page.goto(origin);
  await page.getByText('Paste a table instead').click();
  await page.getByLabel('Table as text').fill(learnableCsv(500));
  await page.getByRole('button', { name: 'Use this table' }).click();
  await page.getByRole('radio', { name: 'y', exact: true }).check({ force: true });
  await page.getByRole('button', { name: 'Start' }).click();
  await page.waitForURL(/\/r\/[0-9A-Za-z]{22}$/);
  return page.url().split('/').at(-1)!;
}

const ASK = "Notify me when it's done";

test('a run in the background offers a notification, asks on the tap only, and shows what arrives', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['notifications'], { origin: stack.url });
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/alerts')) asked.push(request.url());
  });
  // What the page asks the browser for, and when.
  await page.addInitScript(() => {
    const ask = Notification.requestPermission.bind(Notification);
    Notification.requestPermission = () => {
      document.documentElement.dataset['asked'] = 'yes';
      return ask();
    };
  });
  const run = await startRun(page, stack.url);
  await expect(page.getByText('Training while this page is open.')).toBeVisible();
  await expect(page.getByRole('button', { name: ASK })).toHaveCount(0);
  await page.getByRole('button', { name: 'Finish in the background' }).click();
  await expect(page.getByRole('button', { name: ASK })).toBeVisible();
  await expect(page.locator('html')).not.toHaveAttribute('data-asked');

  await test.step('Chromium without its push service says so', async () => {
    await page.getByRole('button', { name: ASK }).click();
    await expect(page.getByRole('alert').filter({ hasText: "couldn't set up notifications" })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('data-asked', 'yes');
    await expect(page.getByRole('button', { name: ASK })).toBeEnabled();
    expect(asked).toEqual([]);
  });

  await test.step('a push message is shown, with title and verdict', async () => {
    const browser = await context.newCDPSession(page);
    const registered = new Promise<string>((resolve) => {
      browser.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const ours = registrations.find(({ scopeURL }) => scopeURL.startsWith(stack.url));
        if (ours !== undefined) resolve(ours.registrationId);
      });
    });
    await browser.send('ServiceWorker.enable');
    const registrationId = await registered;
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => null));
    const message = { event: 'finished', run, title: 'y from table', verdict: 'Predicts "y" within 2.1.', link: 'x' };
    await browser.send('ServiceWorker.deliverPushMessage', {
      origin: stack.url,
      registrationId,
      data: JSON.stringify(message),
    });
    const shown = () =>
      page.evaluate(async () => {
        const notifications = await (await navigator.serviceWorker.ready).getNotifications();
        return notifications.map(({ title, body, tag, data }) => ({ title, body, tag, data: String(data) }));
      });
    await expect
      .poll(shown)
      .toEqual([{ title: 'y from table', body: 'Predicts "y" within 2.1.', tag: run, data: run }]);
  });
});

test('the service keeps a subscription, and the page says that it is on', async ({ page, context }) => {
  await context.grantPermissions(['notifications'], { origin: stack.url });
  // Debian's Chromium has no push service: this stands for the subscription that one would give.
  await page.addInitScript(() => {
    PushManager.prototype.subscribe = async () => {
      const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
      const bytes = (buffer: ArrayBuffer) =>
        btoa(String.fromCharCode(...new Uint8Array(buffer)))
          .replaceAll('+', '-')
          .replaceAll('/', '_')
          .replaceAll('=', '');
      const keys = {
        p256dh: bytes(await crypto.subtle.exportKey('raw', pair.publicKey)),
        auth: bytes(crypto.getRandomValues(new Uint8Array(16)).buffer),
      };
      const endpoint = 'https://push.example.org/abc';
      return Object.assign(Object.create(PushSubscription.prototype), {
        toJSON: () => ({ endpoint, expirationTime: null, keys }),
      }) as PushSubscription;
    };
  });
  const run = await startRun(page, stack.url);
  await page.getByRole('button', { name: 'Finish in the background' }).click();
  await page.getByRole('button', { name: ASK }).click();
  await expect(page.getByText("You'll be notified in this browser.")).toBeVisible();
  await page.reload();
  await expect(page.getByText("You'll be notified in this browser.")).toBeVisible();
  const key = await page.evaluate((id) => {
    const held: unknown = JSON.parse(localStorage.getItem('stepwell.keys') ?? '{}');
    return String(Reflect.get(Object(held), id));
  }, run);
  const headers = { authorization: `Bearer ${key}` };
  const listed: unknown = await (await page.request.get(`${stack.url}/api/runs/${run}/alerts`, { headers })).json();
  expect(listed).toMatchObject({ alerts: [{ kind: 'push', address: 'https://push.example.org', last: null }] });
  await page.getByRole('button', { name: "Don't notify me" }).click();
  await expect(page.getByRole('button', { name: ASK })).toBeVisible();
  const left: unknown = await (await page.request.get(`${stack.url}/api/runs/${run}/alerts`, { headers })).json();
  expect(left).toEqual({ alerts: [] });
});

test('a service without keys offers none', async ({ page }) => {
  await startRun(page, '/');
  const read = page.waitForResponse((response) => response.url().endsWith('/api/alerts'));
  await page.getByRole('button', { name: 'Finish in the background' }).click();
  expect(await (await read).json()).toEqual({ publicKey: null, webhooks: true });
  await expect(page.getByText('Running in the background. You can close this page.')).toBeVisible();
  await expect(page.getByRole('button', { name: ASK })).toHaveCount(0);
});
