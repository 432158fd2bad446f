'use client';
import type { StageName } from '@stepwell/workflow/decisions';
import type { RunReport, RunView } from '../api/client.ts';
import { useSketches } from '../queries/run-queries.ts';
import { text } from '../text.ts';
import { ColumnFigures } from './column-figures.tsx';
import { BaselinesFigure } from './baselines-figure.tsx';
import { SearchFigures } from './search-figures.tsx';
import { SplitFigure } from './split-figure.tsx';
import { VaultNote } from './vault-note.tsx';

/** Props of the figures. */
export interface StageFiguresProps {
  stage: StageName;
  view: RunView;
  report: RunReport;
}

/** The figures of a stage, besides its curves. */
export function StageFigures({ stage, view, report }: StageFiguresProps) {
  switch (stage) {
    case 'define':
      return <Columns view={view} />;
    case 'protocol':
      return (
        <>
          {report.protocol !== null && <SplitFigure protocol={report.protocol} />}
          <VaultNote report={report} />
        </>
      );
    case 'baseline':
      return <BaselinesFigure report={report} />;
    case 'tune':
      return report.tune === null || report.measure === null ? null : (
        <SearchFigures tune={report.tune} measure={report.measure} />
      );
    case 'test':
      return <VaultNote report={report} />;
    default:
      return null;
  }
}

function Columns({ view }: { view: RunView }) {
  const { data, error } = useSketches(view.id);
  if (data === undefined) return <Waiting failed={error !== null} />;
  return <ColumnFigures columns={data.columns} target={view.target} />;
}

function Waiting({ failed }: { failed: boolean }) {
  return <p className="text-small text-soft">{failed ? text.figure.unread : text.figure.reading}</p>;
}
