'use client';
import type { StageName } from '@stepwell/workflow/decisions';
import type { RunReport, RunView } from '../api/client.ts';
import { useDiagnostics, useSketches } from '../queries/run-queries.ts';
import { text } from '../text.ts';
import { ColumnPictures } from './column-pictures.tsx';
import { LadderPicture } from './ladder-picture.tsx';
import { SearchPicture } from './search-picture.tsx';
import { SplitPicture } from './split-picture.tsx';
import { TestPictures, VaultNote } from './test-pictures.tsx';

/** What is shown of a stage besides its curve. */
export interface StagePicturesProps {
  stage: StageName;
  view: RunView;
  report: RunReport;
}

/** The pictures of a stage. */
export function StagePictures({ stage, view, report }: StagePicturesProps) {
  switch (stage) {
    case 'define':
      return <Columns view={view} />;
    case 'protocol':
      return (
        <>
          {report.protocol !== null && <SplitPicture protocol={report.protocol} />}
          <VaultNote report={report} />
        </>
      );
    case 'baseline':
      return <LadderPicture report={report} />;
    case 'tune':
      return report.tune === null || report.measure === null ? null : (
        <SearchPicture tune={report.tune} measure={report.measure} />
      );
    case 'test':
      return (
        <>
          <VaultNote report={report} />
          {report.test !== null && <Tested id={view.id} opened={report.test.opened} />}
        </>
      );
    default:
      return null;
  }
}

function Columns({ view }: { view: RunView }) {
  const { data, error } = useSketches(view.id);
  if (data === undefined) return <Waiting failed={error !== null} />;
  return <ColumnPictures columns={data.columns} target={view.target} />;
}

function Tested({ id, opened }: { id: string; opened: number }) {
  const { data, error } = useDiagnostics(id, opened);
  if (data === undefined) return <Waiting failed={error !== null} />;
  return <TestPictures found={data} />;
}

function Waiting({ failed }: { failed: boolean }) {
  return <p className="text-small text-soft">{failed ? text.picture.unread : text.picture.reading}</p>;
}
