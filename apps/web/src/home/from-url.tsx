import { useState } from 'react';
import { text } from '../text.ts';
import { addressOf, type Address } from '../upload/fetch-file.ts';

const words = text.bring.url;

/** A field for the address of a file, which this browser fetches. */
export function FromUrl({ busy, onChoose }: { busy: boolean; onChoose: (address: Address) => void }) {
  const [typed, setTyped] = useState('');
  const [isWrong, setWrong] = useState(false);
  const choose = () => {
    const address = addressOf(typed);
    setWrong(address === null);
    if (address !== null) onChoose(address);
  };
  return (
    <details>
      <summary className="tap w-fit text-accent">{words.title}</summary>
      <form
        className="flex flex-col items-start gap-2"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          choose();
        }}
      >
        <input
          type="url"
          inputMode="url"
          aria-label={words.label}
          aria-invalid={isWrong}
          placeholder="https://"
          className="field w-full"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        {isWrong && (
          <p role="alert" className="text-small text-bad">
            {words.wrong}
          </p>
        )}
        <button type="submit" className="button" disabled={busy || typed.trim() === ''}>
          {words.use}
        </button>
        <p className="text-small text-soft">{words.how}</p>
      </form>
    </details>
  );
}
