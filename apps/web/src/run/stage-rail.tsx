'use client';
import type { StageName } from '@stepwell/workflow/decisions';
import { useEffect, useRef } from 'react';
import { text } from '../text.ts';
import type { StageState } from './stages.ts';

/** Props of the rail. */
export interface StageRailProps {
  stages: { stage: StageName; state: StageState }[];
  selected: StageName;
  onSelect: (stage: StageName) => void;
}

/** The nine stages and their states; tapping one shows its curves and decisions. */
export function StageRail({ stages, selected, onSelect }: StageRailProps) {
  const list = useRef<HTMLOListElement>(null);
  // Scroll the rail sideways without scrolling the page.
  useEffect(() => {
    const item = list.current?.querySelector<HTMLElement>('[aria-pressed="true"]');
    if (list.current === null || item === null || item === undefined) return;
    list.current.scrollTo({ left: item.offsetLeft - (list.current.clientWidth - item.offsetWidth) / 2 });
  }, [selected]);
  return (
    <nav aria-label={text.run.stages} className="board-rail -mx-4 border-y border-line lg:mx-0 lg:border-0">
      <ol
        ref={list}
        className="relative flex overflow-x-auto scroll-smooth motion-reduce:scroll-auto px-2 lg:flex-col lg:px-0"
      >
        {stages.map(({ stage, state }) => (
          <li key={stage} className="shrink-0">
            <button
              type="button"
              aria-pressed={stage === selected}
              aria-current={state === 'now' ? 'step' : undefined}
              onClick={() => onSelect(stage)}
              className={`flex min-h-12 w-full items-center gap-2 border-b-2 px-3 text-left whitespace-nowrap -outline-offset-2 lg:min-h-11 lg:border-b-0 lg:border-l-2 ${
                stage === selected ? 'border-accent font-semibold' : 'border-transparent hover:bg-shade'
              } ${state === 'ahead' || state === 'skipped' ? 'text-soft' : ''}`}
            >
              <StageMark state={state} />
              <span className="flex items-baseline gap-2 lg:flex-col lg:gap-0">
                {text.stageNames[stage]}
                {state === 'skipped' ? (
                  <span className="text-small font-normal">{text.stageStates[state]}</span>
                ) : (
                  <span className="sr-only">, {text.stageStates[state]}</span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** A state by its shape: full, half, empty, crossed out, or an arrow past it. */
function StageMark({ state }: { state: StageState }) {
  return (
    <svg
      viewBox="0 0 16 16"
      className="h-4 w-4 shrink-0"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
    >
      {state === 'skipped' ? (
        <path d="M2 8h11M9 4l4 4-4 4" />
      ) : (
        <circle cx="8" cy="8" r="6" className={state === 'done' ? 'fill-current' : ''} />
      )}
      {state === 'now' && <path d="M8 2a6 6 0 0 1 0 12z" className="fill-current" stroke="none" />}
      {state === 'stopped' && <path d="M5 5l6 6M11 5l-6 6" />}
    </svg>
  );
}
