import { describe, test } from 'vitest';
import { isReadable, nameOf } from './named-file.ts';

describe('nameOf', () => {
  test("leaves the ending out, and the words of a file's format", ({ expect }) => {
    expect(
      [
        'cars.csv',
        'mail.csv.gz',
        'mnist.npz',
        'rides.parquet',
        'a1a.svmlight.gz',
        'train-images-idx3-ubyte',
        'train-images.idx3-ubyte.gz',
      ].map(nameOf),
    ).toEqual(['cars', 'mail', 'mnist', 'rides', 'a1a', 'train-images', 'train-images']);
    expect(['.csv', 'README', 'a.b'].map(nameOf)).toEqual(['.csv', 'README', 'a']);
  });
});

describe('isReadable', () => {
  test('of what the service reads in a zip', ({ expect }) => {
    const paths = [
      'cats/1.PNG',
      'a/b/1.jpeg',
      't10k-labels-idx1-ubyte.gz',
      'x.npy',
      'a.csv',
      'train.jsonl',
      'a.npz',
      'idx/notes.txt',
      'cats/.1.png',
      '__MACOSX/cats/1.png',
    ];
    const file = new Blob();
    expect(paths.filter((path) => isReadable({ path, file }))).toEqual(paths.slice(0, 6));
  });
});
