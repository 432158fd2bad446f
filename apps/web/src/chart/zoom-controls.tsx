import type { ReactNode } from 'react';

/** A part of the horizontal axis. */
interface Part {
  from: number;
  to: number;
}

/** Props of the buttons. */
export interface ZoomControlsProps {
  words: Record<'label' | 'in' | 'out' | 'earlier' | 'later' | 'reset', string>;
  /** What is shown; null for all. */
  range: Part | null;
  whole: Part;
  /** The shortest part to zoom to. */
  fewest: number;
  /** What is shown, in words. */
  says: string;
  onZoom: (closer: boolean) => void;
  onPan: (later: boolean) => void;
  onReset: () => void;
}

/** Buttons for what gestures and keys do, too; they keep their places. */
export function ZoomControls({ words, range, whole, fewest, says, onZoom, onPan, onReset }: ZoomControlsProps) {
  const shown = range ?? whole;
  const narrowest = shown.to - shown.from <= fewest;
  return (
    <div className="flex flex-wrap items-center gap-x-2" role="group" aria-label={words.label}>
      <div className="flex divide-x divide-line overflow-hidden rounded-md border border-line">
        <ZoomButton name={words.out} disabled={range === null} onPress={() => onZoom(false)}>
          <path d="M3 8h10" />
        </ZoomButton>
        <ZoomButton name={words.in} disabled={narrowest} onPress={() => onZoom(true)}>
          <path d="M3 8h10M8 3v10" />
        </ZoomButton>
        <ZoomButton
          name={words.earlier}
          disabled={range === null || range.from <= whole.from}
          onPress={() => onPan(false)}
        >
          <path d="M10 3 5 8l5 5" />
        </ZoomButton>
        <ZoomButton name={words.later} disabled={range === null || range.to >= whole.to} onPress={() => onPan(true)}>
          <path d="m6 3 5 5-5 5" />
        </ZoomButton>
      </div>
      <button
        type="button"
        aria-disabled={range === null}
        onClick={range === null ? undefined : onReset}
        className={`tap px-2 ${range === null ? 'text-line' : 'text-accent'}`}
      >
        {words.reset}
      </button>
      <span className="text-small text-soft tabular-nums max-sm:basis-full">{says}</span>
    </div>
  );
}

function ZoomButton({
  name,
  disabled,
  onPress,
  children,
}: {
  name: string;
  disabled: boolean;
  onPress: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-label={name}
      title={name}
      // Not `disabled`: the button keeps the focus when it turns off.
      aria-disabled={disabled}
      onClick={disabled ? undefined : onPress}
      className={`flex h-11 w-11 items-center justify-center -outline-offset-2 ${disabled ? 'text-line' : 'hover:bg-shade'}`}
    >
      <svg
        viewBox="0 0 16 16"
        className="h-4 w-4"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      >
        {children}
      </svg>
    </button>
  );
}
