import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { anyFile } from '../../packages/data/src/testing/archive/any-file.ts';
import { datasetKeys } from '../../apps/api/src/storage/objects.ts';
import { request } from './service.ts';

const RUNS = Number(process.env['STEPWELL_FUZZ'] || 200);
/** The bucket is listed after so many files. */
const LISTED_EVERY = 100;

describe('POST /api/datasets', () => {
  test(`takes ${RUNS} files that are damaged at random, or says what is wrong, and stores none by half`, async ({
    expect,
  }) => {
    let files = 0;
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(anyFile, fc.constantFrom('', '?part=train', '?part=test'), async (file, query) => {
        const response = await request(`/api/datasets${query}`, {
          method: 'POST',
          headers: { 'content-type': 'application/octet-stream' },
          body: Uint8Array.from(file),
        });
        const body: Record<string, unknown> = await response.json();
        expect(response.status, JSON.stringify(body)).toBeLessThan(500);
        expect(Object.keys(body)).toContain(response.ok ? 'sha256' : 'error');
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
        if (++files % LISTED_EVERY === 0) expect(await summariesWithoutTable()).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    expect(await summariesWithoutTable()).toEqual([]);
    expect(statuses.get(201)).toBeGreaterThan(RUNS / 50);
    expect(statuses.get(422)).toBeGreaterThan(RUNS / 4);
  }, 3_600_000);
});

/** Datasets that can be found and not read. */
async function summariesWithoutTable(): Promise<string[]> {
  const keys = new Set<string>();
  for (let cursor: string | undefined; ;) {
    const page = await env.OBJECTS.list({ prefix: 'datasets/', ...(cursor === undefined ? {} : { cursor }) });
    for (const { key } of page.objects) keys.add(key);
    if (!page.truncated) break;
    cursor = page.cursor;
  }
  const owners = new Set([...keys].map((key) => key.split('/')[1]!));
  return [...owners].filter((sha256) => {
    const [table, summary] = datasetKeys(sha256);
    return keys.has(summary!) && !keys.has(table!);
  });
}
