import { ask, sleep, type Client } from './client.ts';
import { printSecret } from './run-key.ts';

const POLL_MS = 250;
/** The service gives a webhook ten seconds to answer. */
const POLLS = 48;

/** A run that a webhook is told of. */
export interface Told {
  id: string;
  key: string;
  /** The alert's id. */
  alert: string;
}

/**
 * Has the service send a run's end to an address, and prints the secret that it is signed with.
 *
 * @param out the progress stream.
 * @throws {StepwellError} the service's error.
 */
export async function addWebhook(
  client: Client,
  { id, key }: Pick<Told, 'id' | 'key'>,
  webhook: string,
  out: NodeJS.WriteStream,
): Promise<Told> {
  const options = { headers: { authorization: `Bearer ${key}` } };
  const alert = await ask(() => client.api.runs[':id'].alerts.$post({ param: { id }, json: { webhook } }, options));
  if ('secret' in alert) printSecret('secret', `${alert.secret} (webhooks are signed with it)`, out);
  return { id, key, alert: alert.id };
}

/** The same for a new run. Where the service refuses to, the run is deleted: nobody has driven it yet. */
export async function addFirstWebhook(...[client, run, webhook, out]: Parameters<typeof addWebhook>): Promise<Told> {
  try {
    return await addWebhook(client, run, webhook, out);
  } catch (error) {
    const options = { headers: { authorization: `Bearer ${run.key}` } };
    await client.api.runs[':id'].$delete({ param: { id: run.id } }, options).catch(() => null);
    throw error;
  }
}

/** Waits until the service has tried to tell a webhook of the run's end. @returns what came of it, as a sentence. */
export async function webhookWords(client: Client, { id, key, alert }: Told): Promise<string> {
  const options = { headers: { authorization: `Bearer ${key}` } };
  for (let poll = 0; poll < POLLS; poll++) {
    const { alerts } = await ask(() => client.api.runs[':id'].alerts.$get({ param: { id } }, options));
    const last = alerts.find((one) => one.id === alert)?.last ?? null;
    if (last?.sentAt != null) return 'told of the end';
    if (last?.note != null) return last.nextAt === null ? last.note : `${last.note} The service tries again later.`;
    await sleep(POLL_MS);
  }
  return 'not told yet; the service goes on trying';
}
