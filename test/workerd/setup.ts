import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { tableNames } from './stored.ts';

await applyD1Migrations(env.DB, env.MIGRATIONS);

// What an earlier file of the same worker left.
for (const name of await tableNames()) await env.DB.prepare(`DELETE FROM "${name}"`).run();
for (;;) {
  const { objects, truncated } = await env.OBJECTS.list();
  if (objects.length > 0) await env.OBJECTS.delete(objects.map(({ key }) => key));
  if (!truncated) break;
}
