import { useState } from 'react';

/** The result of copying: what was copied last, or what has to be copied manually. */
export interface Copying<Kind extends string> {
  copied: Kind | null;
  byHand: string | null;
  copy: (kind: Kind, content: string) => Promise<void>;
}

/** Copies to the clipboard. If the browser refuses, returns the content to be copied manually. */
export function useCopy<Kind extends string>(): Copying<Kind> {
  const [copied, setCopied] = useState<Kind | null>(null);
  const [byHand, setByHand] = useState<string | null>(null);
  const copy = async (kind: Kind, content: string) => {
    try {
      await navigator.clipboard.writeText(content);
      setByHand(null);
      setCopied(kind);
    } catch {
      setCopied(null);
      setByHand(content);
    }
  };
  return { copied, byHand, copy };
}
