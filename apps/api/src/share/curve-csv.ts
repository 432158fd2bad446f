import { stringify } from 'csv-stringify/sync';
import type { Env } from '../env.ts';
import { loadCurve, type CurvePage } from '../storage/curve-pages.ts';

const PAGES_A_READ = 200;
const HEADER = ['fit', 'trial', 'fold', 'epoch', 'train_loss', 'validation_loss', 'validation_score'];

/**
 * All points of a run as CSV, one line a point, in the order in which they were trained; read page by page, as whoever
 * takes it is ready for more.
 */
export function curveCsv(env: Pick<Env, 'DB'>, runId: string): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let cursor = 0;
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(stringify([HEADER]))),
    pull: async (controller) => {
      const { pages, more } = await loadCurve(env.DB, runId, cursor, PAGES_A_READ);
      cursor = pages.at(-1)?.seq ?? cursor;
      if (pages.length > 0) controller.enqueue(encoder.encode(stringify(pages.flatMap(linesOf))));
      if (!more) controller.close();
    },
  });
}

function linesOf({ fit, points }: CurvePage): (string | number | null)[][] {
  const [trial = fit, fold = ''] = fit.split('/');
  return points.map((point) => [
    fit,
    trial,
    fold.replace(/^fold-/, ''),
    point.epoch,
    point.trainLoss,
    point.validationLoss,
    point.validationScore,
  ]);
}
