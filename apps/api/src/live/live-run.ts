import type { Env } from '../env.ts';
import { viewRun } from '../run-view.ts';
import { ByteCache } from '../storage/byte-cache.ts';
import { loadCurveEnd, type CurvePage } from '../storage/curve-pages.ts';
import { loadRun } from '../storage/runs.ts';
import { asDrawn } from './as-drawn.ts';

/** What watchers are told may be so old. */
const FRESH_MS = 1_000;
/** Who reads for everybody has so long before somebody else does. */
const READING_MS = 5_000;
/** Pages at the end of a curve that are kept for who follows it. */
const TAIL_PAGES = 200;
const MAX_BYTES = 4_000_000;
const BYTES_A_POINT = 100;

/** A run as its watchers see it, with the end of its curve. */
export interface LiveRun {
  /** The run's own id, and the one that it was asked for by. */
  run: { id: string; shownId: string };
  view: ReturnType<typeof viewRun>;
  /** The last pages in order, as drawn. */
  tail: CurvePage[];
  /** The cursor before the first of them: whoever is behind it reads from storage. */
  from: number;
}

interface Known extends LiveRun {
  /** How often the curve had been mended. */
  mends: number;
  readAt: number;
  /** When somebody began to read it anew. */
  readingSince: number;
}

const known = new ByteCache<Known>(MAX_BYTES);

/**
 * A run for its watchers, which this isolate reads from the database once a second however many they are.
 *
 * @param seen committed steps that the watcher knows of: nobody is told of fewer than that.
 * @param now milliseconds since 1970.
 * @throws {StepwellError} `unknown_run`.
 */
export async function liveRun(env: Pick<Env, 'DB'>, id: string, seen: number, now: number): Promise<LiveRun> {
  const before = known.get(id);
  if (before !== undefined && before.view.steps >= seen) {
    // One reads for all the others, who are told what was known.
    if (now - before.readAt < FRESH_MS || now - before.readingSince < READING_MS) return before;
    before.readingSince = now;
  }
  try {
    return await read(env, id, before, now);
  } catch (error) {
    known.forget(id);
    throw error;
  }
}

/** Lets go of what is known of a run that has changed its course. */
export function forgetLiveRun(id: string): void {
  known.forget(id);
}

async function read(env: Pick<Env, 'DB'>, id: string, before: Known | undefined, now: number): Promise<Known> {
  const run = await loadRun(env.DB, id);
  // Of a curve that was mended, pages that were known may be there no more.
  const tail = before?.mends === run.mends ? before.tail : [];
  // Read after the run: the curve is never behind what the run says.
  const end = await loadCurveEnd(env.DB, run.id, tail.at(-1)?.seq ?? 0, TAIL_PAGES);
  // A full end may have left pages out between it and what was known.
  const pages = [...(end.length === TAIL_PAGES ? [] : tail), ...end.map(asDrawn)].slice(-TAIL_PAGES);
  const live = {
    run: { id: run.id, shownId: run.shownId },
    view: viewRun(run),
    tail: pages,
    from: (pages[0]?.seq ?? 1) - 1,
    mends: run.mends,
    readAt: now,
    readingSince: 0,
  };
  known.set(id, live, bytesOf(live));
  return live;
}

/** What a run takes here: two bytes a letter of its words, and its points. */
function bytesOf({ view, tail }: LiveRun): number {
  return 2 * JSON.stringify(view).length + BYTES_A_POINT * tail.reduce((sum, { points }) => sum + 1 + points.length, 0);
}
