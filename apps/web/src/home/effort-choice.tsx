import { useId } from 'react';
import { text } from '../text.ts';
import type { OfferedEffort } from '../text/home.ts';

const EFFORTS = ['quick', 'standard', 'thorough'] as const satisfies readonly OfferedEffort[];

/** Chooses how much the run may compute. */
export function EffortChoice({
  effort,
  onChoose,
}: {
  effort: OfferedEffort;
  onChoose: (effort: OfferedEffort) => void;
}) {
  const id = useId();
  return (
    <div role="radiogroup" aria-label={text.setup.effort} className="flex flex-col gap-2">
      <p className="font-semibold" aria-hidden="true">
        {text.setup.effort}
      </p>
      <div className="grid grid-cols-1 gap-2 sm:grid-cols-3">
        {EFFORTS.map((name) => (
          <label key={name} className="choice">
            <input
              type="radio"
              name={`${id}effort`}
              aria-label={text.efforts[name].name}
              aria-describedby={`${id}${name}`}
              className="mt-1 h-4 w-4 shrink-0"
              checked={name === effort}
              onChange={() => onChoose(name)}
            />
            <span>
              <span className="block font-semibold">{text.efforts[name].name}</span>
              <span id={`${id}${name}`} className="block text-small text-soft">
                {text.efforts[name].what}
              </span>
            </span>
          </label>
        ))}
      </div>
    </div>
  );
}
