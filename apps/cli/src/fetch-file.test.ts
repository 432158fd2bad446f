import { createServer } from 'node:http';
import { describe, test } from 'vitest';
import { fetchFile, isUrl } from './fetch-file.ts';

async function serving(answer: { status: number; body: string }, work: (url: string) => Promise<void>): Promise<void> {
  const server = createServer((_, response) => {
    response.statusCode = answer.status;
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  try {
    await work(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/t.csv`);
  } finally {
    server.close();
  }
}

describe('fetchFile', () => {
  test('gives the bytes of the file', async ({ expect }) => {
    await serving({ status: 200, body: 'a,b\n1,2\n' }, async (url) => {
      expect(await (await fetchFile(url)).text()).toBe('a,b\n1,2\n');
    });
  });

  test('says what went wrong', async ({ expect }) => {
    await serving({ status: 404, body: 'gone' }, async (url) => {
      await expect(fetchFile(url)).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining('answered with status 404'),
      });
    });
    await expect(fetchFile('http://127.0.0.1:1/t.csv')).rejects.toMatchObject({ code: 'unreachable' });
  });
});

test('URLs are told from paths', ({ expect }) => {
  expect(['https://a.org/t.csv', 'HTTP://a.org', 'data/https.csv', 'C:\\t.csv'].map(isUrl)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
