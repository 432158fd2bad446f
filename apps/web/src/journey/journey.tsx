'use client';
import type { StageName } from '@stepwell/workflow/decisions';
import { useEffect, useRef, type ReactNode } from 'react';
import type { RunReport } from '../api/client.ts';
import { StageMark } from '../run/stage-mark.tsx';
import type { StageState } from '../run/stages.ts';
import { text } from '../text.ts';
import { unbroken } from '../text/unbroken.ts';
import { StagePicture } from './stage-picture.tsx';
import { stageSummary } from './stage-summary.ts';

/** Props of the list. */
export interface JourneyProps {
  stages: readonly { stage: StageName; state: StageState }[];
  report: RunReport | undefined;
  /** The stage that is open; null if all are closed. */
  open: StageName | null;
  onOpen: (stage: StageName | null) => void;
  /** What the open stage shows. */
  children: ReactNode;
}

/** The nine stages of an ended run, each with its sentence and picture; a tap opens one. */
export function Journey({ stages, report, open, onOpen, children }: JourneyProps) {
  const list = useRef<HTMLOListElement>(null);
  // A link to a stage shows it.
  useEffect(() => {
    list.current?.querySelector('[aria-expanded="true"]')?.scrollIntoView({ block: 'start' });
  }, []);
  return (
    <ol ref={list} className="@container divide-y divide-line border-y border-line">
      {stages.map(({ stage, state }) => {
        const isOpen = stage === open;
        return (
          <li key={stage} data-stage={stage}>
            <h3>
              <button
                type="button"
                aria-expanded={isOpen}
                aria-controls={isOpen ? `stage-${stage}` : undefined}
                onClick={() => onOpen(isOpen ? null : stage)}
                className="flex min-h-14 w-full scroll-mt-14 items-center gap-3 py-2 text-left hover:bg-shade"
              >
                <StageMark state={state} />
                <span className="min-w-0 flex-1">
                  <span className="font-semibold">{text.stageNames[stage]}</span>
                  <span className="sr-only">, {text.stageStates[state]}. </span>
                  <span className="block text-small text-soft">{sentenceOf(stage, state, report)}</span>
                </span>
                {report !== undefined && <StagePicture stage={stage} report={report} />}
                <span aria-hidden="true" className="w-4 shrink-0 text-center text-soft">
                  {isOpen ? '–' : '+'}
                </span>
              </button>
            </h3>
            {isOpen && (
              <div id={`stage-${stage}`} className="pt-2 pb-8">
                {children}
              </div>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function sentenceOf(stage: StageName, state: StageState, report: RunReport | undefined): string {
  if (state === 'skipped') return text.journey.skipped;
  if (report === undefined) return text.journey.reading;
  return unbroken(stageSummary(stage, report) ?? text.journey.notReached);
}
