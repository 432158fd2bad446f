'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { readAgain } from '../api/after-change.ts';
import { keepServiceToken, useTokenNeeded } from '../browser/service-token.ts';
import { text } from '../text.ts';

const words = text.token;

/**
 * Asks for the service's token, once the service needs it.
 *
 * @param onKept called when there is a token to try again with.
 */
export function TokenField({ onKept }: { onKept: () => void }) {
  const wanted = useTokenNeeded();
  const queryClient = useQueryClient();
  const [token, setToken] = useState('');
  const field = useRef<HTMLInputElement>(null);
  // The user may be far below, at the file that was refused.
  useEffect(() => {
    if (wanted) field.current?.focus();
  }, [wanted]);
  if (!wanted) return null;
  const keep = (event: FormEvent) => {
    event.preventDefault();
    if (token.trim() === '') return;
    keepServiceToken(token.trim());
    setToken('');
    void readAgain(queryClient, ['preview']);
    onKept();
  };
  return (
    <form className="notice flex flex-col gap-2" onSubmit={keep}>
      <label htmlFor="service-token" className="font-semibold">
        {words.label}
      </label>
      <p id="service-token-hint" className="text-small text-soft">
        {words.hint}
      </p>
      <div className="flex flex-wrap gap-2">
        <input
          ref={field}
          id="service-token"
          type="password"
          autoComplete="off"
          aria-describedby="service-token-hint"
          className="field min-w-0 flex-[1_1_14rem]"
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
        <button type="submit" className="button button-main">
          {words.use}
        </button>
      </div>
    </form>
  );
}
