'use client';
import type { StageName } from '@stepwell/workflow/decisions';
import { useState } from 'react';
import { AlertButton } from '../alerts/alert-button.tsx';
import type { RunView } from '../api/client.ts';
import { noteRun } from '../browser/known-runs.ts';
import type { useDriver } from '../drive/use-driver.ts';
import { useTimeLeft } from '../drive/use-time-left.ts';
import { text } from '../text.ts';
import { ServiceChoice } from './service-choice.tsx';

/** Props of the bar. */
export interface DriverBarProps {
  view: RunView;
  driver: ReturnType<typeof useDriver>;
  /** The stage to review, if the run pauses after each. */
  decided: StageName | null;
  onStop: () => Promise<void>;
  editKey: string;
}

/** The bottom bar for key holders: progress, who drives, pause, continue, stop. */
export function DriverBar({ view, driver, decided, onStop, editKey }: DriverBarProps) {
  const { progress, stage } = view;
  const { service } = view.driver;
  const estimate = useTimeLeft(view.work);
  // While nobody trains, no time passes for the run.
  const isTraining = driver.pause === null && !['lost', 'limited', 'refused'].includes(driver.state.kind);
  const timeLeft = service || isTraining ? estimate : null;
  const [stopping, setStopping] = useState(false);
  const refused = driver.state.kind === 'refused';
  const inReview = driver.pause === 'review' && decided !== null;
  const stop = async () => {
    setStopping(true);
    await onStop();
    setStopping(false);
  };
  return (
    <aside
      aria-label={text.driver.bar}
      className="fixed inset-x-0 bottom-0 z-10 border-t border-line bg-paper pb-[env(safe-area-inset-bottom)]"
    >
      <div className="mx-auto flex max-w-3xl flex-wrap items-center gap-x-2 gap-y-2 sm:gap-x-4 px-4 py-3">
        <div className="min-w-0 flex-1 basis-full sm:basis-40">
          <div className="flex justify-between gap-x-4 text-small tabular-nums">
            <p className="truncate">
              {progress === null
                ? text.driver.deciding(text.stageNames[stage])
                : text.driver.fits(text.stageNames[stage], progress.done, progress.fits)}
            </p>
            {timeLeft !== null && <p className="hidden shrink-0 text-soft sm:block">{timeLeft}</p>}
          </div>
          <progress aria-label={text.driver.bar} className="block h-2 w-full" max={1} value={progress?.fraction ?? 0} />
          {/* On a phone there is no room for the time left above, and two lines here for what takes two. */}
          <div className="min-h-11 pt-1 text-small text-soft sm:min-h-6">
            <p role="status">{sentenceOf(driver, view.driver, inReview ? decided : null)}</p>
            {timeLeft !== null && <p className="tabular-nums sm:hidden">{text.driver.timeLeftSentence(timeLeft)}</p>}
          </div>
        </div>
        {!inReview && !refused && <ServiceChoice view={view} editKey={editKey} />}
        {service && (
          <button type="button" className="button" disabled={stopping} onClick={() => void stop()}>
            {text.driver.stop}
          </button>
        )}
        {service && <AlertButton id={view.id} editKey={editKey} />}
        {!refused && !service && (
          <div className="flex flex-wrap gap-2">
            {driver.pause !== null && (
              <button type="button" className="button" disabled={stopping} onClick={() => void stop()}>
                {text.driver.stop}
              </button>
            )}
            {inReview && (
              <button
                type="button"
                className="button"
                onClick={() => {
                  noteRun(view.id, { guided: false });
                  driver.goOn();
                }}
              >
                {text.driver.rest}
              </button>
            )}
            <button
              type="button"
              className={`button max-sm:px-3 ${inReview ? '' : 'w-24 sm:w-28'} ${driver.pause === null ? '' : 'button-main'}`}
              onClick={driver.pause === null ? driver.pauseNow : driver.goOn}
            >
              {driver.pause === null ? text.driver.pause : text.driver.goOn}
            </button>
          </div>
        )}
      </div>
    </aside>
  );
}

function sentenceOf(
  { state, pause }: ReturnType<typeof useDriver>,
  { service, failure }: RunView['driver'],
  review: StageName | null,
): string {
  if (service) return text.driver.byService;
  if (state.kind === 'refused') return text.driver.refused(state.message);
  if (review !== null) return text.driver.review(text.stageNames[review]);
  if (pause !== null) return state.kind === 'paused' ? text.driver.paused : text.driver.pausing;
  if (state.kind === 'limited') return text.driver.limited(state.message);
  if (state.kind === 'stepping' && failure !== null) return text.driver.gaveUp(failure);
  // The previous loop may still report that it has paused.
  return text.driver[state.kind === 'paused' ? 'stepping' : state.kind];
}
