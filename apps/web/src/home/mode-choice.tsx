import { useId } from 'react';
import { text } from '../text.ts';

const MODES = ['auto', 'guided'] as const;
/** Whether a run goes straight to the verdict, or pauses after each stage. */
export type Mode = (typeof MODES)[number];

/** Chooses between automatic and guided. */
export function ModeChoice({ mode, onChoose }: { mode: Mode; onChoose: (mode: Mode) => void }) {
  const id = useId();
  return (
    <div role="radiogroup" aria-label={text.setup.mode} className="flex flex-col gap-2">
      <p className="font-semibold" aria-hidden="true">
        {text.setup.mode}
      </p>
      <div className="grid grid-cols-1 gap-2 sm:grid-cols-2">
        {MODES.map((name) => (
          <label key={name} className="choice">
            <input
              type="radio"
              name={`${id}mode`}
              aria-label={text.setup.modes[name].name}
              aria-describedby={`${id}${name}`}
              className="mt-1 h-4 w-4 shrink-0"
              checked={name === mode}
              onChange={() => onChoose(name)}
            />
            <span>
              <span className="block font-semibold">{text.setup.modes[name].name}</span>
              <span id={`${id}${name}`} className="block text-small text-soft">
                {text.setup.modes[name].what}
              </span>
            </span>
          </label>
        ))}
      </div>
    </div>
  );
}
