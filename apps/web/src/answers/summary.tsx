import { useCopy } from '../share/use-copy.ts';
import { text } from '../text.ts';
import { unbroken } from '../text/unbroken.ts';

const words = text.answers.summary;

/** The run in a paragraph, to be handed out. */
export function Summary({ summary }: { summary: string }) {
  const { copied, byHand, copy } = useCopy<'summary'>();
  return (
    <div className="flex max-w-prose flex-col items-start gap-2">
      <p data-testid="summary">{unbroken(summary)}</p>
      <div className="flex flex-wrap items-center gap-x-4">
        <button type="button" className="tap text-accent" onClick={() => void copy('summary', summary)}>
          {words.copy}
        </button>
        <p role="status" className="text-small text-soft">
          {byHand !== null ? words.byHand : copied === null ? '' : words.copied}
        </p>
      </div>
    </div>
  );
}
