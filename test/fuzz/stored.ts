import { globSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What a service that has stopped keeps on disk, read past the service. */
export function stored(persistTo: string): { runs: string[]; links: string[]; objects: string[] } {
  const rows = (pattern: string, table: string, column: string): string[] =>
    globSync(join(persistTo, pattern))
      .flatMap((file) => {
        const database = new DatabaseSync(file, { readOnly: true });
        const has = database.prepare(`SELECT 1 FROM sqlite_master WHERE name = ?`).get(table) !== undefined;
        const found = has ? database.prepare(`SELECT ${column} AS value FROM ${table}`).all() : [];
        database.close();
        return found.map((row) => String(row['value']));
      })
      .toSorted();
  return {
    runs: [...rows('v3/d1/**/*.sqlite', 'runs', 'id'), ...rows('v3/d1/**/*.sqlite', 'logs', 'id')].toSorted(),
    links: rows('v3/d1/**/*.sqlite', 'links', 'link'),
    objects: rows('v3/r2/**/*.sqlite', '_mf_objects', 'key'),
  };
}
