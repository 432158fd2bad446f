/** Lists of ids, one a row: row r has `ids[start[r]] … ids[start[r + 1] - 1]`. */
export interface IdRows {
  /** Ids are below it. */
  vocabulary: number;
  /** [rows + 1], int32, from 0 to the number of ids, never falling. */
  start: Int32Array;
  ids: Uint16Array | Int32Array;
}

/** Prepared rows as a model takes them. */
export type Inputs =
  /** `values`: [rows, width] in row-major order, float32. */
  | { kind: 'numbers'; values: Float32Array }
  /** `hot`: which words a row has, ascending, each once. `numbers`: [rows, n], what stands beside the text; null for nothing. */
  | { kind: 'multi-hot'; hot: IdRows; numbers: Float32Array | null }
  /** `words`: a row's words in their order, as often as they stand there. */
  | { kind: 'sequences'; words: IdRows; numbers: Float32Array | null }
  /** Images where they were uploaded to: widened to `byte * scale` minibatch by minibatch. `numbers`: what stands beside them. */
  | { kind: 'images'; images: ByteImages; numbers: Float32Array | null };

/** Images at rest. */
export interface ByteImages {
  height: number;
  width: number;
  channels: number;
  /** Images one behind the other, [n, height, width, channels], uint8; each store holds whole images. */
  stores: readonly Uint8Array[];
  /** [rows], int32: which of the stored images each row is, counted over all stores. */
  at: Int32Array;
  /** What a byte is multiplied by. */
  scale: number;
}

/** What a model must know of its inputs. */
export interface InputShape {
  /** Numbers of a row, also those beside a text or an image; 0 for none. */
  numbers: number;
  /** Words of the vocabulary; 0 where there are no texts. */
  vocabulary: number;
  /** Size of an image; null where there are none. */
  image: { height: number; width: number; channels: number } | null;
}

/** What prepared rows take in memory; images stay where they are. In bytes. */
export function bytesOf(inputs: Inputs): number {
  switch (inputs.kind) {
    case 'numbers':
      return inputs.values.byteLength;
    case 'multi-hot':
      return bytesOfIds(inputs.hot) + (inputs.numbers?.byteLength ?? 0);
    case 'sequences':
      return bytesOfIds(inputs.words) + (inputs.numbers?.byteLength ?? 0);
    case 'images':
      return inputs.images.at.byteLength + (inputs.numbers?.byteLength ?? 0);
  }
}

function bytesOfIds({ start, ids }: IdRows): number {
  return start.byteLength + ids.byteLength;
}
