/// <reference lib="webworker" />
import { StepwellError } from '@stepwell/base/errors';
import {
  answersOf,
  answerWithMoves,
  decodeModel,
  imageToPredict,
  notesOf,
  predict,
  predictFile,
  type JsonRow,
  type Model,
} from '@stepwell/model';
import { startEngine } from '@stepwell/model/browser';
import { checkReport, differenceWords, readForRun, requireRepeatable } from '@stepwell/model/check';
import { readPicture } from './read-picture.ts';
import type { CheckedHere, EngineRequest, EngineResponse, RowAnswer } from './messages.ts';

declare const self: DedicatedWorkerGlobalScope;
/** Addresses of the two modules, set by the build. */
declare const STOCK: string;
declare const KERNELS: string;

let loaded: Model | null = null;

self.addEventListener('message', ({ data }: MessageEvent<EngineRequest>) => {
  void answer(data)
    .catch((error: unknown): EngineResponse => {
      const { code, message } = error instanceof StepwellError ? error : { code: 'internal', message: String(error) };
      return { id: data.id, kind: 'failed', code, message };
    })
    .then(respond);
});

async function answer(request: EngineRequest): Promise<EngineResponse> {
  const { id } = request;
  switch (request.kind) {
    case 'load': {
      await startEngine(STOCK, KERNELS);
      loaded = decodeModel(request.model);
      return { id, kind: 'loaded' };
    }
    case 'row':
      return { id, kind: 'row', answer: answerRow(model(), request.row, request.typical) };
    case 'image':
      return { id, kind: 'row', answer: answerImage(model(), request.pixels, request.row) };
    case 'picture':
      return { id, kind: 'picture', picture: await readPicture(request.file) };
    case 'check':
      return { id, kind: 'checked', checked: await check(id, request) };
    case 'file':
      return { id, kind: 'file', csv: await answerFile(model(), request.file) };
  }
}

async function check(
  id: number,
  { report, curves, file, test }: Extract<EngineRequest, { kind: 'check' }>,
): Promise<CheckedHere> {
  requireRepeatable(report);
  const named = (of: File) => ({ name: of.name, body: of });
  const read = await readForRun(report.spec, named(file), test === null ? null : named(test));
  await startEngine(STOCK, KERNELS);
  const { difference, ...checked } = await checkReport(report, curves, read, ({ decisions, fits }) =>
    respond({ id, kind: 'checking', decisions, fits }),
  );
  return {
    ...checked,
    otherFiles: read.differs.map(({ name }) => name),
    difference: difference === null ? null : differenceWords(difference),
  };
}

function respond(response: EngineResponse): void {
  self.postMessage(response, { transfer: [] });
}

function answerRow(of: Model, row: JsonRow, typical: JsonRow): RowAnswer {
  const { answer, ...rest } = answerWithMoves(of, row, typical, (table) => predict(of, table));
  return { ...answer, ...rest };
}

function answerImage(of: Model, pixels: Uint8Array, row: JsonRow): RowAnswer {
  const { table, absent, unreadable } = imageToPredict(pixels, of.signature, row);
  const [first] = answersOf(of, predict(of, table));
  return { ...first!, notes: notesOf(table, of.signature, absent, unreadable)[0]! };
}

async function answerFile(of: Model, file: Blob): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of predictFile(file.stream(), { model: of, predict: (table) => predict(of, table) })) {
    pieces.push(piece);
  }
  return pieces.join('');
}

function model(): Model {
  if (loaded === null) throw new StepwellError('not_ready', 'The model has not been loaded yet.');
  return loaded;
}
