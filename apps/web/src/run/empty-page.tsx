import { text } from '../text.ts';

/** A page with only a message and a way out. */
export function EmptyPage({ title, sentence, onRetry }: { title: string; sentence: string; onRetry?: () => void }) {
  return (
    <main className="mx-auto flex max-w-xl flex-col gap-4 px-4 py-16">
      <svg
        viewBox="0 0 160 64"
        className="h-16 w-40 text-line"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
      >
        <path d="M2 2v60h156" />
        <path d="M14 14c20 34 48 38 72 38" strokeDasharray="6 5" />
      </svg>
      <h1 className="heading">{title}</h1>
      <p>{sentence}</p>
      <p className="flex flex-wrap gap-2">
        {onRetry !== undefined && (
          <button type="button" className="button button-main" onClick={onRetry}>
            {text.states.again}
          </button>
        )}
        <a href="/" className="button">
          {text.states.home}
        </a>
      </p>
    </main>
  );
}
