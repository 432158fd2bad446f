import type { RunReport } from '../api/client.ts';
import { engineError } from './engine-error.ts';
import type { CheckedHere, EngineRequest, EngineResponse } from './messages.ts';
import { WORKER } from './local-model.ts';

/**
 * Makes a run again in this browser, and compares it with what the service says of it.
 *
 * @param curves the CSV of its curves.
 * @param test the file of the test rows; null where they come from `file`.
 * @param onProgress called with how many decisions and fits have been compared.
 * @throws {ApiError} if the file can't be read, or the run can't be made again.
 */
export function checkHere(
  report: RunReport,
  curves: string,
  file: File,
  test: File | null,
  onProgress: (decisions: number, fits: number) => void,
): Promise<CheckedHere> {
  const worker = new Worker(WORKER, { type: 'module' });
  return new Promise<CheckedHere>((resolve, reject) => {
    worker.addEventListener('error', () => reject(new Error('The engine could not be loaded.')));
    worker.addEventListener('message', ({ data }: MessageEvent<EngineResponse>) => {
      if (data.kind === 'checking') onProgress(data.decisions, data.fits);
      else if (data.kind === 'checked') resolve(data.checked);
      else if (data.kind === 'failed') reject(engineError(data));
    });
    const asked: EngineRequest = { id: 0, kind: 'check', report, curves, file, test };
    worker.postMessage(asked, { transfer: [] });
  }).finally(() => worker.terminate());
}
