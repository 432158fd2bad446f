import type { Signature } from '../api/client.ts';

/** A column that the model takes. */
export type Column = Signature['columns'][number];
