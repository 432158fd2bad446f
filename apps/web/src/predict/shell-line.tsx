import { text } from '../text.ts';
import { useCopy } from '../share/use-copy.ts';

const words = text.predict.program;

/** Props of a line. */
export interface ShellLineProps {
  /** What the line does. */
  what: string;
  /** What it is called. */
  name: string;
  /** What the button that copies it is called. */
  copy: string;
  line: string;
}

/** A line for a shell, with a button that copies it. */
export function ShellLine({ what, name, copy: copyName, line }: ShellLineProps) {
  const { copied, byHand, copy } = useCopy<string>();
  return (
    <div className="flex flex-col gap-1">
      <p className="text-small text-soft">{what}</p>
      <pre
        role="region"
        aria-label={name}
        // It scrolls, so the keyboard must reach it.
        tabIndex={0}
        className="max-h-40 overflow-y-auto rounded-md border border-line bg-shade p-3 font-mono text-small break-all whitespace-pre-wrap"
      >
        {line}
      </pre>
      <div className="flex flex-wrap items-center gap-x-4">
        <button type="button" className="tap text-accent" onClick={() => void copy(line, line)}>
          {copyName}
        </button>
        <p role="status" className="text-small text-soft">
          {byHand === line ? words.byHand : copied === line ? words.copied : ''}
        </p>
      </div>
    </div>
  );
}
