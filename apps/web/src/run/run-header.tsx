'use client';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { text } from '../text.ts';

const COPIED_MS = 3000;
const never = () => () => {};

/** The bar above a run: back to the others, and the link to share. */
export function RunHeader({ id, title }: { id: string; title: string }) {
  const [copied, setCopied] = useState(false);
  const [byHand, setByHand] = useState<string | null>(null);
  const canShare = useSyncExternalStore(
    never,
    () => typeof navigator.share === 'function',
    () => false,
  );
  const copy = async () => {
    const link = linkOf(id);
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
  const share = async () => {
    try {
      await navigator.share({ title, url: linkOf(id) });
    } catch {
      // Closing the share sheet is no error.
    }
  };
  return (
    <header className="sticky top-0 z-10 border-b border-line bg-paper">
      <div className="mx-auto flex h-12 max-w-7xl items-center gap-2 px-4">
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
          {copied ? text.run.copied : ''}
        </span>
        <button type="button" className="tap px-2 text-accent" onClick={() => void copy()}>
          {text.run.copy}
        </button>
        {canShare && (
          <button type="button" className="tap px-2 text-accent" onClick={() => void share()}>
            {text.run.share}
          </button>
        )}
      </div>
      {byHand !== null && (
        <p role="alert" className="border-t border-line px-4 py-2 text-center text-small break-all">
          {text.run.copyByHand} <span className="select-all">{byHand}</span>
        </p>
      )}
    </header>
  );
}

function linkOf(id: string): string {
  return new URL(`/r/${id}`, window.location.origin).href;
}
