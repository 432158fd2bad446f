import { env } from 'cloudflare:workers';

/** Every table there is, those of D1 itself and of its migrations aside. */
export async function tableNames(): Promise<string[]> {
  const { results } = await env.DB.prepare(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'
     AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'd1_migrations' ORDER BY name`,
  ).all<{ name: string }>();
  return results.map(({ name }) => name);
}

/** @returns the tables with a row in which a text stands, and the keys of objects that have it in their key or body. */
export async function whereIs(text: string): Promise<{ tables: string[]; objects: string[] }> {
  const tables: string[] = [];
  for (const name of await tableNames()) {
    const { results } = await env.DB.prepare(`SELECT * FROM "${name}"`).all();
    if (JSON.stringify(results).includes(text)) tables.push(name);
  }
  const objects: string[] = [];
  for (const key of await keysUnder('')) {
    const body = new TextDecoder('latin1').decode(await (await env.OBJECTS.get(key))!.arrayBuffer());
    if (key.includes(text) || body.includes(text)) objects.push(key);
  }
  return { tables, objects };
}

/** @returns the keys of all objects whose key begins so. */
export async function keysUnder(prefix: string): Promise<string[]> {
  const { objects, truncated } = await env.OBJECTS.list({ prefix });
  if (truncated) throw new Error(`there are more than a thousand objects under ${prefix}`);
  return objects.map(({ key }) => key);
}

/** Stores an object under each of these keys. */
export async function putAll(keys: string[]): Promise<void> {
  const queue = keys.values();
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      for (const key of queue) await env.OBJECTS.put(key, 'x');
    }),
  );
}

/** @returns how many objects there are of each dataset. */
export async function objectsByDataset(): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  let cursor: string | undefined;
  do {
    const page = await env.OBJECTS.list({ prefix: 'datasets/', ...(cursor === undefined ? {} : { cursor }) });
    for (const { key } of page.objects) {
      const sha256 = key.split('/')[1]!;
      counts.set(sha256, (counts.get(sha256) ?? 0) + 1);
    }
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor !== undefined);
  return counts;
}

/** Deletes all objects. */
export async function deleteObjects(): Promise<void> {
  for (;;) {
    const { objects } = await env.OBJECTS.list();
    if (objects.length === 0) return;
    await env.OBJECTS.delete(objects.map(({ key }) => key));
  }
}
