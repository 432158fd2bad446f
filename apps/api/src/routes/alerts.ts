import { StepwellError } from '@stepwell/base/errors';
import { Hono } from 'hono';
import { z } from 'zod';
import { PUBLIC_KEY, pushKeys, webhooksOf } from '../alerts/alert-settings.ts';
import { requirePublicAddress } from '../alerts/public-address.ts';
import { isBrowserKey } from '../alerts/push-request.ts';
import { newWebhookSecret } from '../alerts/signature.ts';
import { tellAfterStep } from '../alerts/tell.ts';
import type { Env } from '../env.ts';
import { newRunId } from '../keys.ts';
import { runToChange } from '../run-to-change.ts';
import { deleteAlert, insertAlert, loadAlerts, type Recipient, type StoredAlert } from '../storage/alerts.ts';
import { unknownRun } from '../storage/runs.ts';
import { validate } from '../validate.ts';
import { waitBehind } from '../wait-behind.ts';

const MAX_ALERTS = 10;

const runId = z.object({ id: z.string() });
const address = z.string().min(1).max(2_000);
const alertBody = z.union([
  z.strictObject({
    /** An https address that is sent the end of the run as JSON. */
    webhook: address,
  }),
  z.strictObject({
    /** A browser's push subscription, as `PushSubscription.toJSON()` gives it. */
    push: z.strictObject({
      endpoint: address,
      expirationTime: z.number().nullish(),
      keys: z.strictObject({
        p256dh: z.string().regex(PUBLIC_KEY, 'expected 65 bytes in base64url'),
        auth: z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'expected 16 bytes in base64url'),
      }),
    }),
  }),
]);
type AlertBody = z.infer<typeof alertBody>;

/** Which alerts the service sends. */
export const alertKinds = new Hono<{ Bindings: Env }>()
  /** The key that a browser subscribes with, if the service sends notifications, and whether it sends webhooks. */
  .get('/', (c) => {
    c.header('Cache-Control', 'public, max-age=300');
    return c.json({ publicKey: pushKeys(c.env)?.publicKey ?? null, webhooks: webhooksOf(c.env) !== 'off' });
  });

/** Routes of alerts: whom to tell when a run has ended. All require the edit key. */
export const alerts = new Hono<{ Bindings: Env }>()
  /** Adds an alert; one with the same address is replaced. A run that has ended already is told of at once. */
  .post('/:id/alerts', validate('param', runId), validate('json', alertBody), async (c) => {
    const run = await runToChange(c.env, c.req.valid('param').id, c.req.header('authorization'));
    const recipient = await recipientOf(c.env, c.req.valid('json'));
    const id = newRunId();
    const { origin } = new URL(c.req.url);
    if (
      !(await insertAlert(c.env.DB, { ...recipient, id, runId: run.id, origin, createdAt: Date.now() }, MAX_ALERTS))
    ) {
      await refuse(c.env, run.id);
    }
    if (run.state.status !== 'running') await waitBehind(c, tellAfterStep(c.env, run));
    const secret = recipient.kind === 'webhook' ? { secret: recipient.secrets.secret } : {};
    return c.json({ id, kind: recipient.kind, ...secret }, 201);
  })
  /** The alerts, and what came of them. Secrets aren't among it. */
  .get('/:id/alerts', validate('param', runId), async (c) => {
    const run = await runToChange(c.env, c.req.valid('param').id, c.req.header('authorization'));
    c.header('Cache-Control', 'no-store');
    return c.json({ alerts: (await loadAlerts(c.env.DB, run.id)).map(viewAlert) });
  })
  /** Removes an alert. */
  .delete('/:id/alerts/:alert', validate('param', runId.extend({ alert: z.string() })), async (c) => {
    const { id, alert } = c.req.valid('param');
    const run = await runToChange(c.env, id, c.req.header('authorization'));
    if (!(await deleteAlert(c.env.DB, run.id, alert))) {
      throw new StepwellError(
        'unknown_alert',
        'The run has no such alert; it may have been removed already, or its browser has ended it. Read the list of alerts again.',
      );
    }
    return c.body(null, 204);
  });

/** @throws {StepwellError} `alerts_off`, or `invalid_request` for an address that nothing is sent to. */
async function recipientOf(env: Env, body: AlertBody): Promise<Recipient> {
  const webhooks = webhooksOf(env);
  const allowsLoopback = webhooks === 'local';
  if ('webhook' in body) {
    if (webhooks === 'off') throw off('webhooks');
    const { href } = requirePublicAddress(body.webhook, allowsLoopback);
    return { kind: 'webhook', address: href, secrets: { secret: newWebhookSecret() } };
  }
  if (pushKeys(env) === null) throw off('notifications');
  const { endpoint, keys } = body.push;
  if (!(await isBrowserKey(keys.p256dh))) {
    throw new StepwellError(
      'invalid_request',
      'The request is invalid: push.keys.p256dh is no point on P-256. Send what PushSubscription.toJSON() gives.',
    );
  }
  const { href } = requirePublicAddress(endpoint, allowsLoopback);
  return { kind: 'push', address: href, secrets: keys };
}

function off(what: string): StepwellError {
  return new StepwellError(
    'alerts_off',
    `This service sends no ${what}. Its operator can set that up: see docs/deploy.md.`,
  );
}

async function refuse(env: Env, run: string): Promise<never> {
  if ((await loadAlerts(env.DB, run)).length === 0) throw unknownRun();
  // Not 429, since waiting doesn't help.
  throw new StepwellError(
    'invalid_request',
    `The run already has ${MAX_ALERTS} alerts, which is the limit. Remove one first.`,
  );
}

/** What the key holder sees of an alert. Of a browser, only its push service: the rest of the address is a secret. */
function viewAlert({ id, kind, address, createdAt, event, sentAt, tries, nextAt, note }: StoredAlert) {
  return {
    id,
    kind,
    address: kind === 'push' ? new URL(address).origin : address,
    createdAt,
    /** Of the run's latest end: null before it. */
    last: event === null ? null : { event, sentAt, tries, nextAt: sentAt === null ? nextAt : null, note },
  };
}
