'use client';
import dynamic from 'next/dynamic';
import { useRunId } from '../browser/address.ts';
import { ApiError } from '../api/api-error.ts';
import { text } from '../text.ts';
import { PageHeader } from '../share/page-header.tsx';
import { EmptyPage } from './empty-page.tsx';
import { useReport, useRun } from '../queries/run-queries.ts';

/** Loaded in parallel with the run's data. */
const RunBoard = dynamic(async () => (await import('./run-board.tsx')).RunBoard, { ssr: false, loading: Reading });
if (typeof window !== 'undefined') void import('./run-board.tsx');

/** A run at its own address, or why it can't be shown. */
export function RunPage() {
  const id = useRunId();
  const { data, error, refetch } = useRun(id ?? '');
  const report = useReport(id ?? '', data?.version);
  if (id === '') return <EmptyPage title={text.states.unknownTitle} sentence={text.states.notFound} />;
  // Not before the report: until then there would be no number where the verdict that came with the page has one.
  if (data !== undefined && (report.data !== undefined || report.isFetched)) {
    return <RunBoard view={data} stale={error !== null} />;
  }
  if (error === null || id === null) {
    return <Reading />;
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

/** The verdict as the service wrote it into the page: shown until the page has read the run itself. */
const FIRST = typeof document === 'undefined' ? '' : (document.querySelector('#first-view')?.innerHTML ?? '');

/** While the run is read: the bar, and the verdict that came with the page. */
function Reading() {
  return (
    <>
      {/* Without the fragment: it may hold the edit key. */}
      <PageHeader link={() => window.location.origin + window.location.pathname} width="max-w-7xl" />
      <main className="mx-auto flex max-w-4xl flex-col gap-6 px-4 pt-4 lg:pt-8" aria-busy="true">
        <section
          id="first-view"
          className="flex flex-col gap-4"
          suppressHydrationWarning
          dangerouslySetInnerHTML={{ __html: FIRST }}
        />
        <p role="status" className="min-h-screen">
          {text.run.loading}
        </p>
      </main>
    </>
  );
}
