import { useEffect, useRef } from 'react';
import { QrCode } from '../share/qr-code.tsx';
import { text } from '../text.ts';

const words = text.yourRuns;

/** A run's link with its edit key, as a code to scan and as text. */
export function HandOver({ link, onClose }: { link: string; onClose: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <div className="flex flex-col items-start gap-2 pb-3 text-small">
      <p>{words.handOverWhat}</p>
      <div className="w-48">
        <QrCode link={link} label={words.handOverCode} />
      </div>
      <input
        ref={field}
        readOnly
        value={link}
        aria-label={words.handOverLink}
        className="field w-full font-mono text-small"
        onFocus={(event) => event.target.select()}
      />
      <button type="button" className="button" onClick={onClose}>
        {words.handOverClose}
      </button>
    </div>
  );
}
