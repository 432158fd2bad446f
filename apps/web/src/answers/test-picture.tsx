'use client';
import { useDiagnostics } from '../queries/run-queries.ts';
import { text } from '../text.ts';
import { TestFigures } from '../figures/test-figures.tsx';

/** How the model did on the test rows: predicted against true, or the confusion matrix. */
export function TestPicture({ id, opened }: { id: string; opened: number }) {
  const { data, error } = useDiagnostics(id, opened);
  return (
    <div className="min-h-96">
      {data === undefined ? (
        <p className="text-small text-soft">{error === null ? text.figure.reading : text.figure.unread}</p>
      ) : (
        <TestFigures found={data} />
      )}
    </div>
  );
}
