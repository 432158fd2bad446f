import { test } from 'vitest';
import { ask, connect } from './client.ts';
import { prepared } from './testing/service.ts';
import { upload } from './upload.ts';

test('the upload token is sent unless the request has an edit key', async ({ expect }) => {
  const service = await prepared(Array.from({ length: 4 }, () => ({ status: 200, body: {} })));
  try {
    const client = connect(service.url, 'token');
    await upload(client, import.meta.filename);
    await ask(() => client.api.runs.$post({ json: { dataset: 'a', target: ['y'] } }));
    const key = { headers: { authorization: 'Bearer key' } };
    await ask(() => client.api.runs[':id'].stop.$post({ param: { id: 'x' } }, key));
    await upload(connect(service.url), import.meta.filename);
  } finally {
    service.stop();
  }
  expect(service.asked.map(({ authorization }) => authorization)).toEqual([
    'Bearer token',
    'Bearer token',
    'Bearer key',
    undefined,
  ]);
  expect(service.asked.map((headers) => headers['content-type'])).toEqual([
    'text/csv',
    'application/json',
    undefined,
    'text/csv',
  ]);
});
