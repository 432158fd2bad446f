/** @returns a body that a route of a run takes, for tests of who may send it. @param path such as `/api/runs/:id/reopen`. */
export function validBody(path: string): object {
  if (path.endsWith('/reopen')) return { trial: 'tune-1' };
  if (path.endsWith('/access')) return { predictions: 'key' };
  if (path.endsWith('/alerts')) return { webhook: 'https://example.org/hook' };
  if (path.endsWith('/points')) return { seq: 2, points: [{ step: 2, values: { loss: 0.5 } }] };
  if (path.endsWith('/predictions')) return { part: 'test', task: 'regression', truths: [1, 2], predictions: [1, 2] };
  if (!path.endsWith('/checks')) return {};
  const where = { kind: 'browser', name: 'Chromium', version: '141' };
  return { result: 'same', where, weights: null, dataset: 'a'.repeat(64) };
}
