'use client';
import { useEffect, useState } from 'react';
import { text } from '../text.ts';

const COPIED_MS = 3000;

/** The bar above a comparison: back to the runs, and the link to share, which holds all that is to be seen. */
export function CompareHeader() {
  const words = text.compare;
  const [copied, setCopied] = useState(false);
  const [byHand, setByHand] = useState<string | null>(null);
  const copy = async () => {
    const link = window.location.href;
    try {
      await navigator.clipboard.writeText(link);
      setByHand(null);
      setCopied(true);
    } catch {
      setByHand(link);
    }
  };
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <header className="sticky top-0 z-10 border-b border-line bg-paper">
      <div className="mx-auto flex h-12 max-w-5xl items-center gap-2 px-4">
        <a href="/" aria-label={text.run.backLabel} className="tap mr-auto gap-1 pr-4 text-soft hover:text-ink">
          <svg
            viewBox="0 0 8 14"
            className="h-3 w-2"
            aria-hidden="true"
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
          >
            <path d="M7 1 1 7l6 6" />
          </svg>
          {text.run.back}
        </a>
        <span role="status" className="text-small text-soft">
          {copied ? words.copied : ''}
        </span>
        <button type="button" className="tap px-2 text-accent" onClick={() => void copy()}>
          {words.copy}
        </button>
      </div>
      {byHand !== null && (
        <p role="alert" className="border-t border-line px-4 py-2 text-center text-small break-all">
          {words.copyByHand} <span className="select-all">{byHand}</span>
        </p>
      )}
    </header>
  );
}
