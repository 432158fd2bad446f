import { useId } from 'react';
import type { Dataset } from '../api/client.ts';
import { spreadOf } from '../figures/column-figures.tsx';
import { DistributionBars } from '../figures/distribution-bars.tsx';
import { text } from '../text.ts';
import { canBePredicted } from './column-roles.ts';
import { MAX_COLUMNS } from './question-settings.tsx';

/** Props of the choice. */
export interface TargetChoiceProps {
  columns: Dataset['columns'];
  /** The distribution of each column. */
  shapes: Dataset['shapes'];
  target: string | null;
  onChoose: (column: string) => void;
}

/** The columns with their kinds and distributions; tapping one makes it the target. */
export function TargetChoice({ columns, shapes, target, onChoose }: TargetChoiceProps) {
  const id = useId();
  return (
    <div role="radiogroup" aria-label={text.setup.target} className="flex flex-col gap-2">
      <p className="font-semibold" aria-hidden="true">
        {text.setup.target}
      </p>
      <div className={`grid grid-cols-1 gap-2 sm:grid-cols-2 ${columns.length > MAX_COLUMNS ? 'choices-of-many' : ''}`}>
        {columns.map((column, i) => {
          const shape = shapes[i];
          return (
            <label key={column.name} className="choice">
              <input
                type="radio"
                name={`${id}target`}
                aria-label={column.name}
                aria-describedby={`${id}${i}`}
                className="mt-1 h-4 w-4 shrink-0 disabled:opacity-30"
                disabled={!canBePredicted(column)}
                checked={column.name === target}
                onChange={() => onChoose(column.name)}
              />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-semibold">{column.name}</span>
                <span id={`${id}${i}`} className="block text-small text-soft">
                  {factsOf(column)}
                  <span className="block truncate">{spread(column, shape)}</span>
                </span>
              </span>
              {shape !== undefined && shape.kind !== 'none' && (
                <DistributionBars shape={shape} className="h-10 w-16 shrink-0 self-center" />
              )}
            </label>
          );
        })}
      </div>
    </div>
  );
}

/** The range of numbers; the first values of everything else. */
function spread({ kind, examples }: Dataset['columns'][number], shape: Dataset['shapes'][number] | undefined): string {
  if (shape?.kind === 'bins' && kind !== 'text') return spreadOf({ shape, kind });
  return examples.join(kind === 'text' ? ' … ' : ', ');
}

function factsOf(column: Dataset['columns'][number]): string {
  const { kind, distinct, missing } = column;
  return [
    text.setup.kinds[kind],
    ...(distinct === null ? [] : [text.setup.unique(distinct)]),
    ...(missing === 0 ? [] : [text.setup.missing(missing)]),
    ...(canBePredicted(column) ? [] : [text.setup.inputOnly]),
  ].join(' · ');
}
