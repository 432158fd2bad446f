import { readUpload } from '@stepwell/data/archive';
import { pixelsAt, type Table } from '@stepwell/data/table';
import { readFile } from 'node:fs/promises';
import { zipSync } from 'fflate';
import { describe, test } from 'vitest';
import { openRunData, preview, type Preview } from '../../packages/workflow/src/run/index.ts';
import { specOf } from '../../packages/workflow/src/testing/spec.ts';

const FOLDER = new URL('../fixtures/reports/', import.meta.url);

async function read(name: string): Promise<Table> {
  return (await readUpload(new Blob([await readFile(new URL(name, FOLDER))]).stream(), { part: null })).table;
}

/** What a run on a file decides before it trains. */
async function previewOf(file: string, target: string, test: string | null = null): Promise<Preview> {
  const sealed = test === null ? {} : { testDataset: 'b'.repeat(64) };
  const spec = specOf({ target: [target], effort: 'quick', ...sealed });
  return preview(openRunData(spec, await read(file), test === null ? null : await read(test)));
}

function findingsOf({ definition }: Preview): string {
  return definition.audit.map(({ severity, finding }) => `${severity}: ${finding}`).join('\n');
}

/** A file, its target, the kind of problem, and what the audit says. */
const RIGHT: [string, string, string, RegExp[]][] = [
  [
    '10-label-variants.csv',
    'diabetic',
    'multiclass',
    [/warn: In "diabetic", spellings .* taken for one: "YES" also stands for "Yes" \(35\), "yes" \(33\)/],
  ],
  ['16-sentinel-200.csv', 'benzene', 'scalar-regression', [/warn: "co" is -200 in 47 rows.*co=missing:-200/]],
  ['17-star-rating.csv', 'stars', 'multiclass', [/5 classes/]],
  ['18-zero-inflated.csv', 'claim', 'scalar-regression', [/The target is 0 in 75\.3 % of rows.*above 0/]],
  ['20-patients-several-rows.csv', 'sick', 'binary', [/warn: "patient_id" leaks the target/]],
  ['23-tags-by-comma.csv', 'genres', 'multilabel', [/4 labels/]],
  ['36-weekday-sales.csv', 'sales', 'scalar-regression', []],
  ['25-numbered-folders.zip', 'label', 'multiclass', [/12 classes, from 11 rows \("00000"\)/]],
  ['27-webp-class-skipped.zip', 'label', 'binary', [/warn: No image was read from the folder "pets\/fox".*40 \.webp/]],
  ['29-shape-in-alpha.zip', 'label', 'multiclass', [/Transparent pixels laid over white in 120 images/]],
  ['30-exif-rotated.zip', 'label', 'binary', [/40 images turned upright/]],
  ['31b-one-empty-file.zip', 'label', 'binary', [/warn: 1 image can't be read and was left out: "c\/red\/6\.jpg"/]],
  ['32b-onehot-y.npz', 'label', 'multiclass', []],
];

describe('files as people report them', () => {
  test.for(RIGHT)('%s: what a run is told before it starts', async ([file, target, type, says], { expect }) => {
    const previewed = await previewOf(file, target);
    expect(previewed.definition.type).toBe(type);
    for (const said of says) expect(findingsOf(previewed)).toMatch(said);
  });

  test('test rows of classes that training has none of are refused, with both lists', async ({ expect }) => {
    await expect(previewOf('09-adult-train.csv', 'income', '09-adult-test-dotted.csv')).rejects.toMatchObject({
      code: 'test_table_mismatch',
      message: expect.stringMatching(/Test: "<=50K\.", ">50K\."\. Training: "<=50K", ">50K"\./),
    });
  });

  test.for([
    ['11-train.csv', 'yield', '11-test-no-target.csv', 60],
    ['11-train.csv', 'yield', '11-test-blank-target.csv', 60],
  ] as const)('%s with %s: rows without a target are predicted, the test is drawn', async (files, { expect }) => {
    const [train, target, test] = files;
    const previewed = await previewOf(train, target, test);
    const rows = (await read(test)).rows;
    expect(findingsOf(previewed)).toContain(`info: ${rows} rows of the test file have no target: they are predicted`);
    expect(previewed.protocol.rows.test).toBe(60);
  });

  test.for([
    ['11-train.csv', 'yield', '12-test-reordered-extra.csv'],
    ['13-train-codes.csv', 'sold', '13b-test-unseen-category.csv'],
    ['21-train.csv', 'label', '21-test-copies.csv'],
  ] as const)('%s: columns in another order and unseen categories do no harm', async ([a, target, b], { expect }) => {
    const previewed = await previewOf(a, target, b);
    expect(previewed.protocol.rows.test).toBe((await read(b)).rows);
  });

  test('images as floats, and with channels first, are images; pickles are refused', async ({ expect }) => {
    for (const file of ['32a-float-images.npz', '32c-channels-first.npz']) {
      expect([file, (await read(file)).columns[0]!.kind]).toEqual([file, 'image']);
    }
    await expect(read('32e-object-string-labels.npz')).rejects.toMatchObject({ code: 'pickle_refused' });
  });

  test('a JPEG that holds RGB and says so keeps its colors', async ({ expect }) => {
    const jpeg = new Uint8Array(await readFile(new URL('38-rgb-jpeg.jpg', FOLDER)));
    const zip = zipSync({ 'a/1.jpg': jpeg, 'b/2.jpg': jpeg });
    const [image] = (await readUpload(new Blob([zip]).stream(), { part: null })).table.columns;
    if (image?.kind !== 'image') throw new Error('no image');
    const [red, green, blue] = pixelsAt(image, 0);
    [200, 100, 50].forEach((value, i) => expect(Math.abs([red, green, blue][i]! - value)).toBeLessThanOrEqual(2));
  });
});
