import { z } from 'zod';

/** How to read a delimited text, where a person knows better than the rules. */
export const readOptions = z.strictObject({
  /** The line with the names of the columns, from 1; "none" where the file has none. */
  header: z.union([z.literal('none'), z.coerce.number().int().min(1).max(1_000_000)]).optional(),
  /** The delimiter: one character, or "tab", or "space" for runs of white space. */
  delimiter: z.string().min(1).max(5).optional(),
  decimal: z.enum(['.', ',']).optional(),
  /** Words that count as missing in every column. */
  missing: z.array(z.string().max(100)).max(50).optional(),
  /** The encoding's name, such as utf-8, windows-1252, utf-16le or shift_jis. */
  encoding: z.string().min(1).max(40).optional(),
  /** Lines that begin so are comments. */
  comment: z.string().min(1).max(5).optional(),
  /** The sheet of a workbook, by its name. */
  sheet: z.string().min(1).max(100).optional(),
  /** The size that images are scaled to, such as 64x48 (width, height); images of differing sizes are refused without it. */
  resize: z
    .string()
    .regex(/^[1-9]\d{0,2}x[1-9]\d{0,2}$/, 'a width and a height of at most 999 pixels, such as 64x64')
    .optional(),
  /** What to do with more rows that don't fit than are set aside by themselves: set them aside as well. */
  misfits: z.literal('skip').optional(),
});
export type ReadOptions = z.infer<typeof readOptions>;
