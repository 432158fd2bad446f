import { env } from 'cloudflare:workers';
import { gzipSync, zipSync } from 'fflate';
import { describe, test } from 'vitest';
import arrays from '../../packages/data/src/archive/fixtures/arrays.json' with { type: 'json' };
import { fromBase64, utf8 } from '../../packages/data/src/testing/archive/files.ts';
import { bytesFrom, idx } from '../../packages/data/src/testing/archive/write-files.ts';
import { getTable, type DatasetSummary } from '../../apps/api/src/storage/objects.ts';
import { request } from './service.ts';

/** `npm run test:size` takes as many as one upload may have: 47 MB. */
const IMAGES = process.env['STEPWELL_SIZE'] === 'full' ? 60_000 : 6_000;

function upload(body: BodyInit, type = 'application/zip', query = ''): Promise<Response> {
  return request(`/api/datasets${query}`, { method: 'POST', headers: { 'content-type': type }, body });
}

async function summaryOf(response: Response): Promise<DatasetSummary> {
  const body: DatasetSummary = await response.json();
  if (response.status !== 201) throw new Error(JSON.stringify(body));
  return body;
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Bytes that come in pieces, as a network brings them. */
function streamed(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + 100_000));
      at += 100_000;
    },
  });
}

const IDX = zipSync({
  'train-images-idx3-ubyte': idx([3, 4, 4], bytesFrom(48)),
  'train-labels-idx1-ubyte': idx([3], Uint8Array.of(1, 2, 3)),
  't10k-images-idx3-ubyte': idx([1, 4, 4], bytesFrom(16)),
  't10k-labels-idx1-ubyte': idx([1], Uint8Array.of(7)),
});

describe('archives', () => {
  test('become datasets, one for each part', async ({ expect }) => {
    const id = await sha256(IDX);
    const whole = await summaryOf(await upload(IDX));
    expect(whole).toMatchObject({ sha256: id, rows: 3, format: 'idx', delimiter: '', parts: ['train', 'test'] });
    expect(whole.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['image', 'image'],
      ['label', 'categorical'],
    ]);
    const train = await summaryOf(await upload(IDX, 'application/zip', '?part=train'));
    const part = await summaryOf(await upload(IDX, 'application/zip', '?part=test'));
    expect(train).toEqual({ ...whole, sha256: await sha256(Uint8Array.from(utf8(`${id}#train`))) });
    expect(part).toMatchObject({
      sha256: await sha256(Uint8Array.from(utf8(`${id}#test`))),
      rows: 1,
      parts: whole.parts,
    });
    const read = await request(`/api/datasets/${part.sha256}`);
    expect(await read.json()).toEqual(part);
  });

  test('come as npz and as gzip, and are told by their bytes', async ({ expect }) => {
    const { keras, imdb } = arrays['2.4'];
    expect(await summaryOf(await upload(Uint8Array.from(fromBase64(keras)), 'application/x-npz'))).toMatchObject({
      format: 'npz',
    });
    expect(await summaryOf(await upload(Uint8Array.from(fromBase64(imdb)), 'text/csv'))).toMatchObject({ rows: 2 });
    const csv = gzipSync(utf8('a;b\n1;2\n'));
    expect(await summaryOf(await upload(csv, 'application/gzip'))).toMatchObject({
      sha256: await sha256(csv),
      format: ';',
      delimiter: ';',
      parts: null,
    });
  });

  test('are refused by another type, and for a part that is none', async ({ expect }) => {
    expect((await upload(IDX, 'image/png')).status).toBe(415);
    expect((await upload(IDX, 'application/zip', '?part=all')).status).toBe(400);
    expect((await upload(Uint8Array.from(utf8('a,b\n1,2\n')), 'text/csv', '?part=test')).status).toBe(422);
  });

  test(`of ${IMAGES} images go in and out of storage`, async ({ expect }) => {
    const cells = bytesFrom(IMAGES * 784);
    const labels = bytesFrom(IMAGES);
    const zip = zipSync({
      'a-images-idx3-ubyte': idx([IMAGES, 28, 28], cells),
      'a-labels-idx1-ubyte': idx([IMAGES], labels),
    });
    const summary = await summaryOf(await upload(streamed(zip)));
    expect(summary).toMatchObject({ rows: IMAGES, sha256: await sha256(zip) });
    // Another upload drops the first from this isolate, so that it is read from storage.
    await summaryOf(await upload(IDX));
    const { rows, columns } = await getTable(env.OBJECTS, summary.sha256);
    const [image, label] = columns;
    if (image?.kind !== 'image' || label?.kind !== 'categorical') throw new Error('other columns');
    expect([rows, image.stores.length, image.stores[0]!.length]).toEqual([IMAGES, 1, IMAGES * 784]);
    expect(image.stores[0]!.every((value, i) => value === cells[i])).toBe(true);
    expect(label.codes.every((code, i) => label.categories[code] === String(labels[i]))).toBe(true);
  });
});
