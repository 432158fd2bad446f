import { describe, test } from 'vitest';
import { encode } from 'fast-png';
import { zipSync } from 'fflate';
import { pixelsAt, labelAt, type Column } from '../../table/index.ts';
import { cells } from '../../testing/columns.ts';
import { codeOf, read, utf8 } from '../../testing/archive/files.ts';

/** A grey image of 2 × 2 whose pixels are all `shade`. */
const png = (shade: number) => encode({ width: 2, height: 2, channels: 1, data: new Uint8Array(4).fill(shade) });

/** Cells as text; of an image its shade. */
function shown(column: Column, rows: number): (string | null)[] {
  return cells(rows, (row) => (column.kind === 'image' ? `shade ${pixelsAt(column, row)[0]}` : labelAt(column, row)));
}

async function columnsOf(files: Record<string, Uint8Array>, options?: Parameters<typeof read>[1]) {
  const upload = await read(zipSync(files, { level: 0 }), options);
  const { table } = upload;
  const columns = Object.fromEntries(table.columns.map((column) => [column.name, shown(column, table.rows)]));
  return { ...upload, columns, notes: table.reading?.file.notes.map(({ text }) => text) ?? [] };
}

const SCANS = { 'scans/a.png': png(10), 'scans/b.png': png(20), 'scans/c.png': png(30) };

describe('readUpload, of images and a table that names them', () => {
  const table = utf8('age,file,ill\n31,c.png,yes\n47,a.png,no\n52,b.png,yes\n');

  test.for([
    { where: 'before the images', files: { 'data.csv': table, ...SCANS } },
    { where: 'behind the images', files: { ...SCANS, 'data.csv': table } },
    { where: 'in their folder', files: { 'scans/data.csv': table, ...SCANS } },
  ])('puts each image beside its row, in the order of the rows: $where', async ({ files }, { expect }) => {
    const { columns, notes, format, parts } = await columnsOf(files);
    expect(columns).toEqual({
      age: ['31', '47', '52'],
      image: ['shade 30', 'shade 10', 'shade 20'],
      ill: ['yes', 'no', 'yes'],
    });
    expect(notes).toEqual([]);
    expect({ format, parts }).toEqual({ format: 'images', parts: null });
  });

  test.for([
    ['paths from the top', (name: string) => `scans/${name}.png`],
    ['paths that begin with a dot', (name: string) => `./scans/${name}.png`],
    ['paths of Windows', (name: string) => `scans\\${name}.png`],
    ['names without their ending', (name: string) => name],
  ] as const)('knows images by %s', async ([, nameOf], { expect }) => {
    const csv = utf8(`id,x\n${['b', 'c', 'a'].map((name, i) => `${nameOf(name)},${i}`).join('\n')}\n`);
    const { columns } = await columnsOf({ ...SCANS, 'rows.csv': csv });
    expect(columns).toEqual({ image: ['shade 20', 'shade 30', 'shade 10'], x: ['0', '1', '2'] });
  });

  test('knows them by numbers, and takes the column that names the most', async ({ expect }) => {
    const files = { '1.png': png(1), '2.png': png(2), '3.png': png(3), '4.png': png(4) };
    const csv = utf8('count,id,y\n1,4,a\n1,3,b\n2,2,a\n1,1,b\n');
    const { columns } = await columnsOf({ ...files, 'train.csv': csv });
    expect(columns).toEqual({
      count: ['1', '1', '2', '1'],
      image: ['shade 4', 'shade 3', 'shade 2', 'shade 1'],
      y: ['a', 'b', 'a', 'b'],
    });
  });

  test('knows more names than a category may have', async ({ expect }) => {
    const count = 10_050;
    const shades = cells(251, png);
    const files = Object.fromEntries(cells(count, (i) => [`all/Scan_${i}.png`, shades[i % 251]!]));
    const csv = utf8(`file,x\n${cells(count, (i) => `Scan_${count - 1 - i}.png,${i % 7}`).join('\n')}\n`);
    const { columns, table: joined } = await columnsOf({ ...files, 'rows.csv': csv });
    expect(joined.rows).toBe(count);
    expect(columns['image']!.slice(0, 3)).toEqual([count - 1, count - 2, count - 3].map((i) => `shade ${i % 251}`));
  });

  test('leaves out and counts rows without an image, images without a row, and what cannot be read', async ({
    expect,
  }) => {
    const csv = utf8('file,x\na.png,1\nnone.png,2\nb.png,3\n,4\nbroken.png,5\nc.png,6\n');
    const files = { ...SCANS, 'scans/d.png': png(40), 'scans/broken.png': utf8('x'), 'rows.csv': csv };
    const { columns, notes } = await columnsOf(files);
    expect(columns).toEqual({ image: ['shade 10', 'shade 20', 'shade 30'], x: ['1', '3', '6'] });
    expect(notes).toEqual([
      '2 rows were left out, because "file" of "rows.csv" names no image of the zip there: "none.png" and an empty cell.',
      '1 image was left out, because no row of "file" of "rows.csv" names it: "scans/d.png".',
      '1 image can\'t be read and was left out: "scans/broken.png".',
    ]);
  });

  test('is about something else where less than half of its rows name an image', async ({ expect }) => {
    const csv = utf8('file,x\na.png,1\nu.png,2\nv.png,3\n');
    const folders = { 'cats/a.png': png(1), 'dogs/b.png': png(2) };
    const { columns, notes } = await columnsOf({ ...folders, 'rows.csv': csv });
    expect(columns).toEqual({ image: ['shade 1', 'shade 2'], label: ['cats', 'dogs'] });
    expect(notes[0]).toBe(
      'The table "rows.csv" beside the images wasn\'t used: no column of it names the images for at least half of its rows.',
    );
    await expect(read(zipSync({ 'a.png': png(1), 'b.png': png(2), 'rows.csv': csv }))).rejects.toMatchObject({
      code: 'missing_labels',
      message: expect.stringContaining('no column of it names the images for at least half of its rows'),
    });
    // A row is named by half of them.
    expect(await codeOf(zipSync({ ...SCANS, 'rows.csv': utf8('f,x\na.png,1\nu.png,2\n') }))).toBeNull();
  });

  test('keeps the folders as labels where they are classes', async ({ expect }) => {
    const folders = { 'cats/1.png': png(1), 'dogs/2.png': png(2) };
    const csv = utf8('file,weight\ndogs/2.png,9\ncats/1.png,4\n');
    expect((await columnsOf({ ...folders, 'rows.csv': csv })).columns).toEqual({
      image: ['shade 2', 'shade 1'],
      weight: ['9', '4'],
      label: ['dogs', 'cats'],
    });
    const own = utf8('file,label\ndogs/2.png,big\ncats/1.png,small\n');
    expect((await columnsOf({ ...folders, 'rows.csv': own })).columns['label']).toEqual(['big', 'small']);
  });

  test('says which names are not clear', async ({ expect }) => {
    const twice = { 'x/1.png': png(1), 'y/1.png': png(2), 'y/2.png': png(3) };
    const byName = await columnsOf({ ...twice, 'rows.csv': utf8('file,n\n1.png,5\n2.png,6\n') });
    expect(byName.columns['image']).toEqual(['shade 3']);
    // From the table's own folder a name is clear.
    const within = await columnsOf({ ...twice, 'y/rows.csv': utf8('file,n\n1.png,5\n2.png,6\n') });
    expect(within.columns['image']).toEqual(['shade 2', 'shade 3']);
  });

  test('has parts by folders and names', async ({ expect }) => {
    const files = {
      'train/1.png': png(1),
      'train/2.png': png(2),
      'test/3.png': png(3),
      'train.csv': utf8('id,x,y\n1,5,a\n2,6,b\n'),
      'test.csv': utf8('id,x,y\n3,7,a\n'),
    };
    const first = await columnsOf(files);
    expect(first.parts).toEqual(['train', 'test']);
    expect(first.columns).toEqual({ image: ['shade 1', 'shade 2'], x: ['5', '6'], y: ['a', 'b'] });
    expect((await columnsOf(files, { part: 'test' })).columns).toEqual({ image: ['shade 3'], x: ['7'], y: ['a'] });
  });

  test('is drawn from by its images', async ({ expect }) => {
    const count = 60;
    const files = Object.fromEntries(cells(count, (i) => [`all/${i}.png`, png(i)]));
    const csv = utf8(`id,x\n${cells(count, (i) => `${i},${2 * i}`).join('\n')}\n`);
    const { columns, table: drawn, notes } = await columnsOf({ ...files, 'rows.csv': csv }, { sample: 0.5 });
    expect(drawn.rows).toBeGreaterThan(15);
    expect(drawn.rows).toBeLessThan(45);
    expect(columns['image']).toEqual(columns['x']!.map((x) => `shade ${Number(x) / 2}`));
    expect(notes).toEqual([]);
  });

  test('takes another name for the images where a column has theirs', async ({ expect }) => {
    const { columns } = await columnsOf({ ...SCANS, 'rows.csv': utf8('file,image\na.png,7\nb.png,8\nc.png,9\n') });
    expect(Object.keys(columns)).toEqual(['image_', 'image']);
  });

  test('to be predicted answers by file, and lists what it has no answer for', async ({ expect }) => {
    const csv = utf8('file,x\nc.png,1\nnone.png,2\na.png,3\n');
    const upload = await columnsOf({ ...SCANS, 'rows.csv': csv }, { toPredict: true });
    expect(upload.columns).toEqual({ image: ['shade 30', 'shade 10'], x: ['1', '3'] });
    expect(upload.files).toEqual(['scans/c.png', 'scans/a.png']);
    expect(upload.unread).toEqual([
      { file: 'none.png', why: 'the zip has no image of this name' },
      { file: 'scans/b.png', why: 'no row of "file" of "rows.csv" names it' },
    ]);
  });
});
