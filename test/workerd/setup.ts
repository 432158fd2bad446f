import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { deleteObjects, tableNames } from './stored.ts';

// What an earlier file of the same worker left goes, and what it did to the tables with it.
for (const name of [...(await tableNames()), 'd1_migrations'])
  await env.DB.prepare(`DROP TABLE IF EXISTS "${name}"`).run();
await deleteObjects();
await applyD1Migrations(env.DB, env.MIGRATIONS);
