'use client';
import type { StageName } from '@stepwell/workflow/decisions';
import { useEffect, useRef } from 'react';
import { text } from '../text.ts';
import { StageMark } from './stage-mark.tsx';
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
