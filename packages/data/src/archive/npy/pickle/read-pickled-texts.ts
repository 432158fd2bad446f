import { StepwellError } from '@stepwell/base/errors';
import type { TextColumn } from '../../../table/index.ts';
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { UploadLimits } from '../../../upload/limits.ts';
import { MOST_OPERATION_BYTES, PickleMachine } from './pickle-machine.ts';
import { pickleRefused } from './refused.ts';
import { TextSink } from './text-sink.ts';

const MOST_TEXTS = 500_000;

/**
 * Reads the texts that an array holds as lists of word ids, as Keras's imdb.npz and reuters.npz do: a pickle, of which
 * only these are understood.
 *
 * @param rows how many the array's header announces.
 * @param name what the array is called.
 * @returns the column `text`, whose words are the ids in decimal.
 * @throws {StepwellError} `pickle_refused`, `corrupt_archive` or `dataset_too_large`.
 */
export async function readPickledTexts(
  reader: ByteReader,
  rows: number,
  name: string,
  limits: UploadLimits,
): Promise<TextColumn> {
  if (rows > MOST_TEXTS) {
    throw new StepwellError(
      'dataset_too_large',
      `The array "${name}" has ${rows} texts, but at most ${MOST_TEXTS} are supported. Upload a random sample of the rows.`,
      { details: { rows, limit: MOST_TEXTS } },
    );
  }
  const sink = new TextSink(limits);
  const machine = new PickleMachine(name, sink, rows);
  while (!machine.isStopped) {
    const held = await reader.peek(MOST_OPERATION_BYTES + 1);
    if (held.byteLength === 0) throw reader.endedEarly();
    const isEnd = held.byteLength <= MOST_OPERATION_BYTES;
    const done = machine.run(isEnd ? withZeros(held) : held, held.byteLength - (isEnd ? 0 : MOST_OPERATION_BYTES));
    if (done > held.byteLength) throw reader.endedEarly();
    await reader.take(done);
  }
  const result = machine.result();
  if (result.shape.length !== 1 || result.shape[0] !== rows || result.rows.length !== rows) {
    throw pickleRefused(name, `it holds ${result.rows.length} lists for ${rows} rows`);
  }
  return sink.finish(result.rows.filter((_, row) => limits.isSampled?.(row) !== false));
}

/** No operation begins among the zeros: there the pickle has ended. */
function withZeros(bytes: Uint8Array): Uint8Array {
  const longer = new Uint8Array(bytes.byteLength + MOST_OPERATION_BYTES);
  longer.set(bytes);
  return longer;
}
