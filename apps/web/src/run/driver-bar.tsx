'use client';
import type { RunView } from '../api/client.ts';
import type { useDriver } from '../drive/use-driver.ts';
import { text } from '../text.ts';

/** The bar at the thumb while a run is driven from here: how far it is, and pause. */
export function DriverBar({ view, driver }: { view: RunView; driver: ReturnType<typeof useDriver> }) {
  const { progress, stage } = view;
  const refused = driver.state.kind === 'refused';
  return (
    <aside
      aria-label={text.driver.bar}
      className="fixed inset-x-0 bottom-0 z-10 border-t border-line bg-paper pb-[env(safe-area-inset-bottom)]"
    >
      <div className="mx-auto flex max-w-3xl items-center gap-4 px-4 py-3">
        <div className="min-w-0 flex-1">
          <p className="truncate text-small tabular-nums">
            {progress === null ? text.driver.deciding(stage) : text.driver.fits(stage, progress.done, progress.fits)}
          </p>
          <progress aria-label={text.driver.bar} className="block h-2 w-full" max={1} value={progress?.fraction ?? 0} />
          <p role="status" className="min-h-10 pt-1 text-small text-soft sm:min-h-6">
            {sentenceOf(driver)}
          </p>
        </div>
        {!refused && (
          <button
            type="button"
            className={`button w-28 ${driver.paused ? 'button-main' : ''}`}
            onClick={driver.paused ? driver.goOn : driver.pause}
          >
            {driver.paused ? text.driver.goOn : text.driver.pause}
          </button>
        )}
      </div>
    </aside>
  );
}

function sentenceOf({ state, paused }: ReturnType<typeof useDriver>): string {
  if (state.kind === 'refused') return text.driver.refused(state.message);
  if (paused) return state.kind === 'paused' ? text.driver.paused : text.driver.pausing;
  // The loop of before may still tell that it has paused.
  return text.driver[state.kind === 'paused' ? 'stepping' : state.kind];
}
