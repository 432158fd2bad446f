import type { Row } from '../api/calls.ts';
import { wholeCsv } from '../api/whole-csv.ts';
import { engineError } from './engine-error.ts';
import type { EngineRequest, EngineResponse, ReadPicture, RowAnswer } from './messages.ts';

/** Where the build puts the worker. */
export const WORKER = '/engine/worker.js';

type Asked = EngineRequest extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never;

/** A model on this device: the same answers as the service's, to the last bit, without a request. */
export class LocalModel {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, (response: EngineResponse) => void>();
  #asked = 0;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.addEventListener('message', ({ data }: MessageEvent<EngineResponse>) => {
      this.#waiting.get(data.id)?.(data);
      this.#waiting.delete(data.id);
    });
  }

  /**
   * Starts the engine with a model.
   *
   * @param bytes the model, as `GET /api/runs/ID/model` answers it.
   * @throws {ApiError} if the model is damaged; an error if the engine can't be loaded.
   */
  static async start(bytes: ArrayBuffer): Promise<LocalModel> {
    const worker = new Worker(WORKER, { type: 'module' });
    const local = new LocalModel(worker);
    const broken = new Promise<never>((_, reject) => {
      worker.addEventListener('error', () => reject(new Error('The engine could not be loaded.')), { once: true });
    });
    try {
      await Promise.race([local.#ask({ kind: 'load', model: bytes }), broken]);
      return local;
    } catch (error) {
      local.stop();
      throw error;
    }
  }

  /** Predicts a row, and says what of it moves the answer from that of a typical row. @throws {ApiError} */
  async predictRow(row: Row, typical: Row): Promise<RowAnswer> {
    const response = await this.#ask({ kind: 'row', row, typical });
    if (response.kind !== 'row') throw new Error('the engine answered another question');
    return response.answer;
  }

  /**
   * Predicts an image.
   *
   * @param pixels [height, width, channels], uint8.
   * @param row the cells of columns beside it.
   * @throws {ApiError}
   */
  async predictImage(pixels: Uint8Array, row: Row): Promise<RowAnswer> {
    const response = await this.#ask({ kind: 'image', pixels, row });
    if (response.kind !== 'row') throw new Error('the engine answered another question');
    return response.answer;
  }

  /** Reads a picture's pixels. @throws {ApiError} `unsupported_image` if it can't be read. */
  async readPicture(file: Blob): Promise<ReadPicture> {
    const response = await this.#ask({ kind: 'picture', file });
    if (response.kind !== 'picture') throw new Error('the engine answered another question');
    return response.picture;
  }

  /** Predicts the rows of a file, as CSV. @throws {ApiError} */
  async predictFile(file: Blob): Promise<Blob> {
    const response = await this.#ask({ kind: 'file', file });
    if (response.kind !== 'file') throw new Error('the engine answered another question');
    return wholeCsv(new Blob([response.csv], { type: 'text/csv' }));
  }

  stop(): void {
    this.#worker.terminate();
  }

  async #ask(asked: Asked): Promise<EngineResponse> {
    const id = this.#asked++;
    const response = await new Promise<EngineResponse>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#worker.postMessage({ ...asked, id }, { transfer: [] });
    });
    if (response.kind === 'failed') throw engineError(response);
    return response;
  }
}
