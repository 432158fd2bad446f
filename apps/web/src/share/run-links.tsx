'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { readAgain } from '../api/after-change.ts';
import { makeLink, readLinks, revokeLink } from '../api/calls.ts';
import { text } from '../text.ts';
import { shareText } from '../text/share.ts';

const words = shareText.links;

/** How long a link can be valid, in days; null for until it's revoked. */
const EXPIRY_DAYS = [7, 30, null] as const;

/** Props of the list. */
export interface RunLinksProps {
  id: string;
  /** The edit key: this section is only shown to its holder. */
  editKey: string;
  onCopy: (link: string) => void;
}

/** Further links to a run, which expire or can be revoked. */
export function RunLinks({ id, editKey, onCopy }: RunLinksProps) {
  const queryClient = useQueryClient();
  const queryKey = ['links', id];
  const { data, error } = useQuery({ queryKey, queryFn: () => readLinks(id, editKey) });
  const [days, setDays] = useState<(typeof EXPIRY_DAYS)[number]>(EXPIRY_DAYS[0]);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const change = async (work: () => Promise<unknown>) => {
    setBusy(true);
    setFailure(null);
    try {
      await work();
      await readAgain(queryClient, queryKey);
    } catch (thrown) {
      setFailure(thrown instanceof Error ? thrown.message : text.errors.unknown);
    }
    setBusy(false);
  };
  return (
    <section aria-label={words.title} className="flex flex-col gap-2 border-t border-line pt-2">
      <h3 className="font-semibold">{words.title}</h3>
      <p className="text-small text-soft">{words.what}</p>
      <div className="flex flex-wrap gap-2">
        <select
          aria-label={words.expiry}
          className="field grow"
          value={String(days)}
          onChange={(event) => setDays(EXPIRY_DAYS.find((one) => String(one) === event.target.value) ?? null)}
        >
          {EXPIRY_DAYS.map((one) => (
            <option key={one} value={String(one)}>
              {words.expires(one)}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="button grow"
          disabled={busy}
          onClick={() => void change(() => makeLink(id, editKey, days))}
        >
          {words.make}
        </button>
      </div>
      {(failure !== null || error !== null) && (
        <p role="alert" className="text-small text-bad">
          {failure ?? error?.message}
        </p>
      )}
      <ul>
        {data?.map(({ link, url, expiresAt, alive }) => (
          <li key={link} className="flex flex-wrap items-center gap-x-4 text-small">
            <span className="min-w-0 flex-1 basis-48 truncate">
              <span className="font-mono">…{link.slice(-6)}</span> {words.state(expiresAt, alive)}
            </span>
            {alive && (
              <button type="button" className="tap text-accent" onClick={() => onCopy(url)}>
                {words.copy}
                <span className="sr-only"> …{link.slice(-6)}</span>
              </button>
            )}
            <button
              type="button"
              className="tap text-accent"
              disabled={busy}
              onClick={() => void change(() => revokeLink(id, editKey, link))}
            >
              {alive ? words.revoke : words.remove}
              <span className="sr-only"> …{link.slice(-6)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
