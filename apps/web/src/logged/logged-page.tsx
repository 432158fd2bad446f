'use client';
import { useEffect } from 'react';
import { ApiError } from '../api/api-error.ts';
import { keyInAddress, useLoggedId } from './logged-address.ts';
import { rememberRun } from '../browser/known-runs.ts';
import { EmptyPage } from '../run/empty-page.tsx';
import { text } from '../text.ts';
import { loggedText as words } from '../text/logged.ts';
import { LoggedBoard } from './logged-board.tsx';
import { useLogged } from './use-logged.ts';

/** A logged run at its own address, or why it can't be shown. */
export function LoggedPage() {
  const id = useLoggedId();
  const { data, error, refetch } = useLogged(id ?? '');
  useEffect(() => {
    if (data === undefined) return;
    const key = keyInAddress();
    if (key === null) return;
    const { id, name, project, createdAt } = data;
    rememberRun({ id, name: name === '' ? project : name, target: project, createdAt, kind: 'logged' }, key);
  }, [data]);
  if (id === '') return <EmptyPage title={text.states.unknownTitle} sentence={text.states.notFound} />;
  if (data !== undefined) return <LoggedBoard view={data} stale={error !== null} />;
  if (error === null || id === null) {
    return (
      <main className="mx-auto max-w-xl px-4 py-16" aria-busy="true">
        <p role="status">{words.loading}</p>
      </main>
    );
  }
  if (error instanceof ApiError && error.code === 'unknown_run') {
    return <EmptyPage title={text.states.unknownTitle} sentence={error.message} />;
  }
  const offline = error instanceof ApiError && error.status === null;
  return (
    <EmptyPage
      title={offline ? text.states.offlineTitle : text.states.brokenTitle}
      sentence={offline ? text.states.offline : error.message}
      {...(error instanceof ApiError && !error.transient ? {} : { onRetry: () => void refetch() })}
    />
  );
}
