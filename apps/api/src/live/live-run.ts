import type { Env } from '../env.ts';
import { viewRun } from '../run-view.ts';
import { ByteCache } from '../storage/byte-cache.ts';
import { loadCurveEnd, type CurvePage } from '../storage/curve-pages.ts';
import { loadRun } from '../storage/runs.ts';
import { asDrawn } from './as-drawn.ts';

/** Maximum age of a view, in milliseconds. */
const FRESH_MS = 1_000;
/** Time limit of one refresh before another request starts one, in milliseconds. */
const READING_MS = 5_000;
/** Cached pages at the end of a curve. */
const TAIL_PAGES = 200;
const MAX_BYTES = 4_000_000;
const BYTES_A_POINT = 100;

/** A run's view for watchers, with the end of its curve. */
export interface LiveRun {
  /** The run's own id, and the id in the request (a link, perhaps). */
  run: { id: string; shownId: string };
  view: ReturnType<typeof viewRun>;
  /** The last pages in order, rounded for plotting. */
  tail: CurvePage[];
  /** Cursor before the first of them; earlier pages are read from storage. */
  from: number;
}

interface Known extends LiveRun {
  /** Number of rewrites of the curve so far. */
  rewrites: number;
  readAt: number;
  /** Start of the current refresh. */
  readingSince: number;
}

const known = new ByteCache<Known>(MAX_BYTES);

/**
 * Loads a run's view for watchers. Each isolate reads it from the database at most once a second.
 *
 * @param seen committed steps that the watcher knows of; the view has at least as many.
 * @param now milliseconds since 1970.
 * @throws {StepwellError} `unknown_run`.
 */
export async function liveRun(env: Pick<Env, 'DB'>, id: string, seen: number, now: number): Promise<LiveRun> {
  const before = known.get(id);
  if (before !== undefined && before.view.steps >= seen) {
    // One request refreshes the view; the others get the cached one.
    if (now - before.readAt < FRESH_MS || now - before.readingSince < READING_MS) return before;
    before.readingSince = now;
  }
  try {
    return await read(env, id, before, now);
  } catch (error) {
    known.delete(id);
    throw error;
  }
}

/** Drops the cached view of a run. */
export function dropLiveRun(id: string): void {
  known.delete(id);
}

async function read(env: Pick<Env, 'DB'>, id: string, before: Known | undefined, now: number): Promise<Known> {
  const run = await loadRun(env.DB, id);
  // If the curve was rewritten, cached pages may no longer exist.
  const tail = before?.rewrites === run.rewrites ? before.tail : [];
  // Read after the run, so the curve is never behind the run's state.
  const end = await loadCurveEnd(env.DB, run.id, tail.at(-1)?.seq ?? 0, TAIL_PAGES);
  // If the limit was reached, there may be a gap after the cached pages.
  const pages = [...(end.length === TAIL_PAGES ? [] : tail), ...end.map(asDrawn)].slice(-TAIL_PAGES);
  const live = {
    run: { id: run.id, shownId: run.shownId },
    view: viewRun(run),
    tail: pages,
    from: (pages[0]?.seq ?? 1) - 1,
    rewrites: run.rewrites,
    readAt: now,
    readingSince: 0,
  };
  known.set(id, live, bytesOf(live));
  return live;
}

/** @returns the approximate size of a view, in bytes. */
function bytesOf({ view, tail }: LiveRun): number {
  return 2 * JSON.stringify(view).length + BYTES_A_POINT * tail.reduce((sum, { points }) => sum + 1 + points.length, 0);
}
