import type { R2Bucket } from '@cloudflare/workers-types';
import { DenseStack, type StartedBackend } from '@stepwell/backend';
import { caseNamed, RMSPROP, stackOptions } from './cases.ts';
import { denseRows, initialWeights, targets } from './numbers.ts';

const MODEL = caseNamed('13-64-64-1');
const TRAINING_ROWS = 404;
const VALIDATION_ROWS = 102;
const TABLE = 'table';
const CHECKPOINT = 'checkpoint';

/**
 * Answers `/prepare`, `/storage` and `/step-request`, which does what a step of a run does: table and checkpoint from R2, some
 * epochs of training with the validation rows evaluated behind each, the new checkpoint to R2.
 *
 * @returns null for any other request.
 */
export async function answerStepRequest(
  { pathname, searchParams }: URL,
  backend: StartedBackend,
  bucket: R2Bucket,
): Promise<Response | null> {
  if (pathname === '/prepare') return prepare(bucket);
  if (pathname === '/storage') return storage(bucket);
  if (pathname !== '/step-request') return null;
  return stepRequest(backend, bucket, Number(searchParams.get('count')));
}

/** Puts the table, [rows, inputs] and then [rows] targets, and a checkpoint of weights and slots where they are read. */
async function prepare(bucket: R2Bucket): Promise<Response> {
  const table = { ...MODEL, batchSize: TRAINING_ROWS + VALIDATION_ROWS };
  const weights = initialWeights(MODEL);
  await bucket.put(TABLE, joined([denseRows(table), targets(table)]));
  await bucket.put(CHECKPOINT, joined([...weights, ...weights.map(({ length }) => new Float32Array(length))]));
  return Response.json({});
}

/** What a step asks of R2 and nothing else. */
async function storage(bucket: R2Bucket): Promise<Response> {
  const [, checkpoint] = await Promise.all([read(bucket, TABLE), read(bucket, CHECKPOINT)]);
  await bucket.put(CHECKPOINT, checkpoint);
  return Response.json({});
}

async function stepRequest(backend: StartedBackend, bucket: R2Bucket, epochs: number): Promise<Response> {
  const [table, checkpoint] = await Promise.all([read(bucket, TABLE), read(bucket, CHECKPOINT)]);
  const count = TRAINING_ROWS + VALIDATION_ROWS;
  const rows = { x: table.subarray(0, count * MODEL.inputs), y: table.subarray(count * MODEL.inputs) };
  const stack = new DenseStack(backend, { ...stackOptions(MODEL), optimizer: RMSPROP });
  const tensors = cut(checkpoint, [...stack.read().weights, ...stack.read().slots]);
  const numWeights = stack.read().weights.length;
  stack.load(tensors.slice(0, numWeights), tensors.slice(numWeights));
  const order = Int32Array.from({ length: TRAINING_ROWS }, (_, i) => (i * 5) % TRAINING_ROWS);
  const validation = Int32Array.from({ length: VALIDATION_ROWS }, (_, i) => TRAINING_ROWS + i);
  const minibatches = Math.ceil(TRAINING_ROWS / MODEL.batchSize);
  let loss = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    stack.train(rows, order, 0, minibatches, epoch * minibatches);
    const { losses } = stack.evaluate(rows, validation);
    loss = losses.reduce((sum, value) => sum + value, 0) / VALIDATION_ROWS;
  }
  const { weights, slots } = stack.read();
  stack.dispose();
  await bucket.put(CHECKPOINT, joined([...weights, ...slots]));
  return Response.json({ loss });
}

async function read(bucket: R2Bucket, key: string): Promise<Float32Array> {
  const object = await bucket.get(key);
  if (object === null) throw new RangeError(`R2 has no ${key}: ask for /prepare first.`);
  return new Float32Array(await object.arrayBuffer());
}

function joined(parts: readonly Float32Array[]): ArrayBuffer {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all.buffer;
}

/** Cuts a checkpoint into tensors as long as `like` has them. */
function cut(all: Float32Array, like: readonly Float32Array[]): Float32Array[] {
  let at = 0;
  return like.map(({ length }) => all.subarray(at, (at += length)));
}
