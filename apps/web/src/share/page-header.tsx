'use client';
import { useEffect, useState, type ReactNode } from 'react';
import { text } from '../text.ts';
import { useCopy } from './use-copy.ts';

const COPIED_MS = 3000;

/** Props of the header. */
export interface PageHeaderProps {
  /** The page's link at the time it is copied. */
  link: () => string;
  /** The class for the page's width. */
  width: string;
  /** Further actions of the page. */
  children?: ReactNode;
}

/** The bar at the top of a page: back to the runs, and the page's link. */
export function PageHeader({ link, width, children }: PageHeaderProps) {
  const { copied, byHand, copy } = useCopy<'link'>();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(() => setShown(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  const copyLink = async () => {
    await copy('link', link());
    setShown(true);
  };
  return (
    <header className="sticky top-0 z-10 border-b border-line bg-paper">
      <div className={`mx-auto flex min-h-12 flex-wrap items-center gap-x-2 px-4 ${width}`}>
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
          {shown && copied !== null ? text.run.copied : ''}
        </span>
        <button type="button" className="tap px-2 text-accent" onClick={() => void copyLink()}>
          {text.run.copy}
        </button>
        {children}
      </div>
      {byHand !== null && (
        <p role="alert" className="border-t border-line px-4 py-2 text-center text-small break-all">
          {text.run.copyByHand} <span className="select-all">{byHand}</span>
        </p>
      )}
    </header>
  );
}
