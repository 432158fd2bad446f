import { describe, test } from 'vitest';
import { droppedFiles } from './dropped-files.ts';

type Tree = { [name: string]: Tree | string };

/** Entries as a browser returns them: a folder's in batches of one. */
function entriesOf(tree: Tree): FileSystemEntry[] {
  return Object.entries(tree).map(([name, content]) => {
    const fields = { name, isFile: typeof content === 'string', isDirectory: typeof content !== 'string' };
    if (typeof content === 'string')
      return { ...fields, file: (take: FileCallback) => take(new File([content], name)) } as unknown as FileSystemEntry;
    const createReader = () => {
      const left = entriesOf(content);
      return { readEntries: (take: FileSystemEntriesCallback) => take(left.splice(0, 1)) };
    };
    return { ...fields, createReader } as unknown as FileSystemEntry;
  });
}

function drop(tree: Tree) {
  const items = entriesOf(tree).map((entry) => ({ webkitGetAsEntry: () => entry }));
  const files = Object.keys(tree).map((name) => new File([], name));
  return droppedFiles({ items, files } as unknown as DataTransfer);
}

const paths = async (tree: Tree) => (await drop(tree)).files.map(({ path }) => path);

describe('droppedFiles', () => {
  test('a single folder gives its contents', async ({ expect }) => {
    const pets = { cats: { '1.png': 'c', '2.png': 'c' }, dogs: { '1.png': 'd' } };
    expect(await paths({ pets })).toEqual(['cats/1.png', 'cats/2.png', 'dogs/1.png']);
    expect((await drop({ pets })).fromFolder).toBe(true);
  });

  test('several folders keep their names', async ({ expect }) => {
    expect(await paths({ cats: { '1.png': 'c' }, dogs: { '1.png': 'd' } })).toEqual(['cats/1.png', 'dogs/1.png']);
  });

  test('files are treated as if they were picked', async ({ expect }) => {
    expect(await drop({ 'a.csv': 'a' })).toMatchObject({ files: [{ path: 'a.csv' }], fromFolder: false });
  });

  test('without entries there are only files', async ({ expect }) => {
    const items = [{ webkitGetAsEntry: () => null }];
    const dropped = await droppedFiles({ items, files: [new File([], 'pets')] } as unknown as DataTransfer);
    expect(dropped).toMatchObject({ files: [{ path: 'pets' }], fromFolder: false });
  });
});
