import { FORMATS } from '@stepwell/data/formats';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'vitest';

const docs = (name: string) => readFile(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

describe.for(['api.md', 'reading.md'])('the formats in docs/%s', (name) => {
  test('are those that are read', async ({ expect }) => {
    const text = await docs(name);
    for (const { title } of FORMATS) expect(text).toContain(title);
  });
});
