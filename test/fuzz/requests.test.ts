import fc from 'fast-check';
import { describe, test } from 'vitest';
import { ask, connect, type Client } from '../../apps/cli/src/client.ts';
import { drive } from '../../apps/cli/src/drive.ts';
import { makeVapidKeys } from '../../scripts/make-vapid-keys.mjs';
import { withTemporaryStack } from '../temporary-stack.ts';
import { learnableCsv, noiseCsv } from '../workerd/tables.ts';
import { anyRequest, type AnyRequest, type Known } from './any-request.ts';
import { ROUTES } from './routes.ts';
import { send } from './send.ts';
import { stored } from './stored.ts';

/** `npm run test:fuzz` sets more. */
const REQUESTS = Number(process.env['STEPWELL_REQUESTS'] ?? 250);
const SEED = Number(process.env['STEPWELL_SEED'] ?? 1);
const OPERATOR = 'operator';
const VARS = { OPERATOR_TOKEN: OPERATOR, ...makeVapidKeys(), VAPID_SUBJECT: 'mailto:operator@example.org' };
const AT_ONCE = 8;
const CHUNK = 250;
/** Longer than that is a hang. */
const HANG_MS = 2_000;

describe('requests of every kind', () => {
  test(`${REQUESTS} of them: no 5xx, no hang, nothing stored that was not asked for`, async ({ expect }) => {
    await withTemporaryStack({ port: 0, vars: VARS }, async (stack, persistTo) => {
      const client = connect(stack.url);
      const known = await makeKnown(client);
      const runs = new Set([...known.runs, ...known.logs].map(({ id }) => id));
      const uploads = new Set(known.datasets);
      /** Of which run each link is. */
      const links = new Map(known.links.map((link) => [link, known.runs[1]!.id]));
      const statuses = new Map<number, number>();
      const wrong: object[] = [];
      const slow: AnyRequest[] = [];
      let slowest = 0;
      for (let done = 0; done < REQUESTS; done += CHUNK) {
        const numRuns = Math.min(CHUNK, REQUESTS - done);
        const requests = fc.sample(anyRequest(known), { numRuns, seed: SEED * 1_000_000 + done });
        const one = async (asked: AnyRequest) => {
          const answer = await send(stack.url, asked).catch((error: unknown) => ({
            status: 0,
            body: String(error),
            milliseconds: HANG_MS,
          }));
          // A machine that others use stands still now and then: a request that hangs does so again when it is alone.
          if (answer.milliseconds >= HANG_MS && answer.status !== 0) slow.push(asked);
          slowest = Math.max(slowest, answer.milliseconds);
          statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
          const allowed = answer.status < 500 || (answer.status === 501 && asked.path.startsWith('/oembed'));
          if (answer.status === 0 || !allowed) {
            wrong.push({
              ...asked,
              body: asked.body?.toString('base64').slice(0, 4_000),
              answer: { ...answer, body: answer.body.slice(0, 400) },
            });
          }
          const created =
            answer.status === 201
              ? (JSON.parse(answer.body) as { id?: string; key?: string; sha256?: string; link?: string })
              : {};
          if (created.key !== undefined && created.id !== undefined) runs.add(created.id);
          if (created.sha256 !== undefined) uploads.add(created.sha256);
          const [, , , about = '', , link] = asked.path.split('?')[0]!.split('/');
          if (created.link !== undefined) links.set(created.link, about);
          if (asked.method === 'DELETE' && answer.status === 204 && link !== undefined) links.delete(link);
          if (asked.method === 'DELETE' && answer.status === 204 && link === undefined) runs.delete(about);
        };
        const queue = requests.values();
        await Promise.all(
          Array.from({ length: AT_ONCE }, async () => {
            for (const asked of queue) await one(asked);
          }),
        );
        if (wrong.length > 0) break;
        // What was deleted is made anew, so that there always is something to ask for.
        for (const [i, { id }] of known.runs.entries()) {
          if (runs.has(id)) continue;
          known.runs[i] = await createRun(client, known.datasets[0]!, i === 0);
          runs.add(known.runs[i].id);
        }
        for (const [i, { id }] of known.logs.entries()) {
          if (runs.has(id)) continue;
          known.logs[i] = await createLog(client);
          runs.add(known.logs[i].id);
        }
      }
      console.log(
        `slowest ${slowest.toFixed(0)} ms, ${slow.length} asked again alone; statuses ${JSON.stringify(Object.fromEntries(statuses))}`,
      );
      expect(wrong.slice(0, 3)).toEqual([]);
      for (const asked of slow) {
        const { milliseconds } = await send(stack.url, asked);
        expect(milliseconds, `${asked.method} ${asked.path}`).toBeLessThan(HANG_MS);
      }
      // Not everything was refused, and not everything taken.
      expect(statuses.get(200) ?? 0).toBeGreaterThan(REQUESTS / 5);
      expect(statuses.get(400) ?? 0).toBeGreaterThan(REQUESTS / 100);
      await stack.stop();
      const { runs: kept, links: keptLinks, objects } = stored(persistTo);
      expect(kept).toEqual([...runs].toSorted());
      const alive = [...links].filter(([, run]) => runs.has(run)).map(([link]) => link);
      expect(keptLinks).toEqual(alive.toSorted());
      const owners = (prefix: string) =>
        new Set(objects.filter((key) => key.startsWith(prefix)).map((key) => key.split('/')[1]!));
      expect([...owners('runs/')].filter((id) => !runs.has(id))).toEqual([]);
      expect([...owners('datasets/')].filter((sha256) => !uploads.has(sha256))).toEqual([]);
      expect(objects.filter((key) => !/^(?:runs|datasets|cards)\//.test(key))).toEqual([]);
    });
  });
});

async function makeKnown(client: Client): Promise<Known> {
  const upload = (body: string) =>
    ask(() => client.api.datasets.$post({ query: {} }, { init: { body, headers: { 'content-type': 'text/csv' } } }));
  const csv = learnableCsv(60);
  const datasets = [(await upload(csv)).sha256, (await upload(noiseCsv(60))).sha256];
  const make = (finished: boolean) => createRun(client, datasets[0]!, finished);
  const runs = [await make(true), await make(false), await make(false)];
  const logs = [await createLog(client), await createLog(client)];
  const links = [await createLink(client, runs[1]!), await createLink(client, runs[1]!)];
  return { routes: ROUTES, runs, logs, datasets, links, operator: OPERATOR, csv };
}

async function createRun(client: Client, dataset: string, finished: boolean): Promise<{ id: string; key: string }> {
  const { id, key } = await ask(() =>
    client.api.runs.$post({
      json: { dataset, target: ['y'], effort: 'quick', protocol: 'hold-out', model: { epochs: 6 }, ignoreGate: true },
    }),
  );
  if (finished) for await (const answer of drive(client, { id, key }, { client: 'quiet' })) void answer;
  return { id, key };
}

function createLog(client: Client): Promise<{ id: string; key: string }> {
  return ask(() => client.api.logs.$post({ json: { project: 'fuzz' } }));
}

async function createLink(client: Client, { id, key }: { id: string; key: string }): Promise<string> {
  const options = { headers: { authorization: `Bearer ${key}` } };
  return (await ask(() => client.api.runs[':id'].links.$post({ param: { id }, json: {} }, options))).link;
}
