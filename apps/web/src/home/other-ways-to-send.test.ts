import { describe, test } from 'vitest';
import { ApiError } from '../api/api-error.ts';
import { mayBeReadOtherwise, offerFor } from './other-ways-to-send.ts';

const all = { share: null, reading: {} };
const differing = (expected: unknown) => new ApiError('image_sizes_differ', 422, '', { expected });

describe('what is offered for a refused file', () => {
  test('is half of the rows where they are too many', ({ expect }) => {
    const error = new ApiError('dataset_too_large', 413, '');
    expect(offerFor(error, all)?.share).toBe(0.5);
    expect(offerFor(error, { ...all, share: 0.25 })?.share).toBe(0.125);
  });

  test("is to leave out rows that don't fit", ({ expect }) => {
    const error = new ApiError('ragged_rows', 422, '');
    expect(offerFor(error, { share: 0.5, reading: { header: 'none' } })).toMatchObject({
      share: 0.5,
      reading: { header: 'none', misfits: 'skip' },
    });
  });

  test('is to resize images to the size of the first, or in its proportions', ({ expect }) => {
    const sizes = [[32, 24], [640, 480], [1000, 3], undefined, ['a', 0]].map(
      (expected) => offerFor(differing(expected), all)?.reading.resize,
    );
    expect(sizes).toEqual(['32x24', '64x48', '64x1', '64x64', '64x64']);
  });

  test('is nothing where nothing helps', ({ expect }) => {
    expect(offerFor(new ApiError('corrupt_archive', 422, ''), all)).toBeNull();
    expect(offerFor(new Error('no network'), all)).toBeNull();
    expect(mayBeReadOtherwise(new ApiError('too_few_columns', 422, ''))).toBe(true);
    expect(mayBeReadOtherwise(new ApiError('corrupt_archive', 422, ''))).toBe(false);
  });
});
