'use client';
import { useState } from 'react';
import { cutName } from './cut-name.ts';

/** A name that may be long: cut in the middle, since long names of one file often begin alike; a tap shows the whole. */
export function CutName({ name, most = 24 }: { name: string; most?: number }) {
  const [isWhole, setWhole] = useState(false);
  const cut = cutName(name, most);
  if (cut === name) return <span className="min-w-0 break-words">{name}</span>;
  return (
    <button
      type="button"
      title={name}
      aria-expanded={isWhole}
      aria-label={name}
      className="min-h-6 min-w-0 text-left break-all"
      onClick={() => setWhole(!isWhole)}
    >
      {isWhole ? name : cut}
    </button>
  );
}
