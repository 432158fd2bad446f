import type { StageState } from './stages.ts';

/** A stage's state by its shape: full, half, empty, crossed out, or an arrow past it. */
export function StageMark({ state }: { state: StageState }) {
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
