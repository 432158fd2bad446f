'use client';
import type { FormEvent } from 'react';

/** Props of the form. */
export interface PasteLinkProps {
  label: string;
  placeholder: string;
  button: string;
  value: string;
  /** Why what was pasted can't be used; null if nothing is wrong. */
  refusal: string | null;
  onChange: (pasted: string) => void;
  onSubmit: () => void;
}

/** A field for the link of a run, which joins a comparison. */
export function PasteLink({ label, placeholder, button, value, refusal, onChange, onSubmit }: PasteLinkProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <label htmlFor="pasted-run" className="font-semibold">
        {label}
      </label>
      <div className="flex max-w-2xl gap-2">
        <input
          id="pasted-run"
          className="field min-w-0 flex-1"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          value={value}
          aria-invalid={refusal !== null}
          aria-describedby={refusal === null ? undefined : 'refused-run'}
          onChange={(event) => onChange(event.target.value)}
        />
        <button type="submit" className="button">
          {button}
        </button>
      </div>
      {refusal !== null && (
        <p id="refused-run" role="alert" className="text-bad">
          {refusal}
        </p>
      )}
    </form>
  );
}
