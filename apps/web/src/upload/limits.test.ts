import { UPLOAD_LIMITS } from '@stepwell/data/archive';
import { describe, test } from 'vitest';
import { MOST_BYTES } from './limits.ts';

describe('MOST_BYTES', () => {
  test("match the service's limits", ({ expect }) => {
    expect(MOST_BYTES).toEqual({ text: UPLOAD_LIMITS.maxBytes, packed: UPLOAD_LIMITS.maxPackedBytes });
  });
});
