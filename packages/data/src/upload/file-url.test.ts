import { describe, test } from 'vitest';
import { fileUrl, nameOfUrl } from './file-url.ts';

describe('the address of a file', () => {
  test("is the file's own, also where a page that shows it was copied", ({ expect }) => {
    const addresses = [
      'https://example.org/a/sales.csv?v=2',
      'https://github.com/someone/data/blob/main/raw/sales%20new.csv',
      'https://github.com/someone/data/raw/v1.0/sales.csv',
      'https://github.com/someone/data',
      'https://huggingface.co/datasets/someone/sales/blob/main/train.parquet',
      'http://localhost:8000/sales.csv',
    ];
    expect(addresses.map((address) => fileUrl(address)?.href)).toEqual([
      'https://example.org/a/sales.csv?v=2',
      'https://raw.githubusercontent.com/someone/data/main/raw/sales%20new.csv',
      'https://raw.githubusercontent.com/someone/data/v1.0/sales.csv',
      'https://github.com/someone/data',
      'https://huggingface.co/datasets/someone/sales/resolve/main/train.parquet',
      'http://localhost:8000/sales.csv',
    ]);
  });

  test('is one of the web', ({ expect }) => {
    expect(['sales.csv', 'file:///etc/hosts', 'javascript:1', ''].map(fileUrl)).toEqual([null, null, null, null]);
  });

  test('gives the file its name', ({ expect }) => {
    const names = ['https://example.org/a/new%20sales.csv?v=2', 'https://example.org/', 'https://example.org/%ff.csv'];
    expect(names.map((address) => nameOfUrl(new URL(address)))).toEqual(['new sales.csv', 'example.org', '%ff.csv']);
  });
});
