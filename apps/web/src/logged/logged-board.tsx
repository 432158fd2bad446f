'use client';
import { groupMetrics } from '@stepwell/base/curves';
import { formatCount } from '@stepwell/base/format';
import { useState } from 'react';
import { useParameters } from '../browser/address.ts';
import { useEditKey } from '../browser/known-runs.ts';
import { useMedia } from '../browser/media.ts';
import { PageHeader } from '../share/page-header.tsx';
import { text } from '../text.ts';
import { CurvesHeading } from './curves-heading.tsx';
import { loggedText as words } from '../text/logged.ts';
import { ChartPage } from './chart-page.tsx';
import { ConfigTable } from './config-table.tsx';
import { DeleteLogged } from './delete-logged.tsx';
import { loggedLink } from './logged-address.ts';
import type { LoggedView } from './logged-calls.ts';
import { LoggedShare } from './logged-share.tsx';
import { MeasuresTable } from './measures-table.tsx';
import { stepWords } from './step-words.ts';

/** Charts that are read and drawn together. */
const CHARTS_A_PAGE = 12;

/** The page of a logged run. @param stale whether the connection is lost. */
export function LoggedBoard({ view, stale }: { view: LoggedView; stale: boolean }) {
  const { id, name, project, status, next } = view;
  const parameters = useParameters();
  const wide = useMedia('(min-width: 40rem)');
  const editKey = useEditKey(id);
  const [pages, setPages] = useState(1);
  const groups = groupMetrics(view.metrics);
  const title = name === '' ? project : name;
  const smooth = parameters.get('smooth') === '1';
  const log = parameters.get('log') === '1';
  const left = groups.length - pages * CHARTS_A_PAGE;
  return (
    <>
      <PageHeader link={() => loggedLink(id)} width="max-w-7xl" />
      <main data-status={status} className="mx-auto flex max-w-7xl flex-col gap-6 px-4 py-6">
        <div className="flex flex-col gap-2">
          <h1 className="heading break-words">{title}</h1>
          <p className="text-soft break-words">{words.subtitle(project, formatCount(view.points, 'point'))}</p>
          <p role="status" data-testid="logged-status">
            {stale ? text.run.updating : words.statuses[status](view.updatedAt)}
          </p>
          <p className="text-small text-soft" data-testid="no-verdict">
            {view.why}
          </p>
        </div>
        <section aria-labelledby="curves" className="flex flex-col gap-4">
          <CurvesHeading smooth={smooth} log={log} onChange={parameters.set} />
          {groups.length === 0 && <p className="text-soft">{words.nothing}</p>}
          {Array.from({ length: pages }, (_, page) => (
            <ChartPage
              key={page}
              id={id}
              groups={groups.slice(page * CHARTS_A_PAGE, (page + 1) * CHARTS_A_PAGE)}
              next={next}
              points={wide ? 2_000 : 1_000}
              smooth={smooth}
              log={log}
            />
          ))}
          {left > 0 && (
            <button type="button" className="button self-start" onClick={() => setPages(pages + 1)}>
              {words.more(Math.min(left, CHARTS_A_PAGE))}
            </button>
          )}
        </section>
        <p>
          <a className="button" href={`/compare?logs=${id}`}>
            {words.compare.link}
          </a>
        </p>
        <MeasuresTable evaluations={view.evaluations} />
        <ConfigTable config={view.config} />
        <LoggedShare id={id} title={title} steps={view.steps === null ? '' : stepWords(view.steps.last)} />
        {editKey !== null && <DeleteLogged id={id} editKey={editKey} />}
      </main>
    </>
  );
}
