'use client';
import { embedCode, shareMarkdown } from '@stepwell/workflow/share-text';
import { useCopy } from '../share/use-copy.ts';
import { loggedText } from '../text/logged.ts';
import { loggedLink } from './logged-address.ts';

const words = loggedText.share;

/** Ways to show a logged run elsewhere, and its files. */
export function LoggedShare({ id, title, steps }: { id: string; title: string; steps: string }) {
  const { copied, byHand, copy } = useCopy<keyof typeof words.copied>();
  const files = [
    { name: words.csv, href: `/api/logs/${id}/curve.csv` },
    { name: words.json, href: `/api/logs/${id}/export.json` },
    { name: words.card, href: `/l/${id}/card.png` },
    { name: words.svg, href: `/l/${id}/curve.svg` },
  ];
  const sentence = steps === '' ? '' : words.steps(steps);
  return (
    <section aria-labelledby="share" className="flex flex-col gap-2">
      <h2 id="share" className="heading">
        {words.title}
      </h2>
      <p className="text-small text-soft">{words.what}</p>
      <div className="flex flex-wrap gap-2">
        <button
          type="button"
          className="button"
          onClick={() => void copy('markdown', shareMarkdown(loggedLink(id), title, sentence))}
        >
          {words.markdown}
        </button>
        <button type="button" className="button" onClick={() => void copy('embed', embedCode(loggedLink(id), title))}>
          {words.embed}
        </button>
        <p role="status" className="min-h-5 self-center text-small text-soft">
          {copied === null ? '' : words.copied[copied]}
        </p>
      </div>
      {byHand !== null && (
        <div role="alert" className="flex flex-col gap-1 text-small">
          {words.byHand}
          <textarea readOnly rows={4} value={byHand} aria-label={words.byHand} className="field py-2 text-small" />
        </div>
      )}
      <ul className="flex flex-wrap gap-x-6">
        {files.map(({ name, href }) => (
          <li key={href}>
            <a className="tap text-accent underline" href={href} download>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
