import type { ProblemType } from '@stepwell/workflow/question';
import { useId } from 'react';
import type { Dataset } from '../api/client.ts';
import { text } from '../text.ts';
import { Columns, QuestionSettings, type Question } from './question-settings.tsx';
import { TimeChoice, type TimeOrder } from './time-choice.tsx';

const LARGEST_SEED = 4_294_967_295;

/** Props of the settings. */
export interface MoreSettingsProps {
  /** The columns that can be excluded. */
  columns: Dataset['columns'];
  type: ProblemType | null;
  seed: string;
  onSeed: (seed: string) => void;
  dropped: ReadonlySet<string>;
  onDropped: (dropped: ReadonlySet<string>) => void;
  question: Question;
  onQuestion: (question: Question) => void;
  time: TimeOrder;
  onTime: (order: TimeOrder) => void;
}

/** Settings that few people change: the seed, columns to exclude, and what is otherwise automatic. */
export function MoreSettings({
  columns,
  type,
  seed,
  onSeed,
  dropped,
  onDropped,
  question,
  onQuestion,
  time,
  onTime,
}: MoreSettingsProps) {
  const id = useId();
  return (
    <details>
      <summary className="tap w-fit text-accent">{text.setup.more}</summary>
      <div className="flex flex-col gap-4 pt-2">
        <div>
          <label htmlFor={`${id}seed`} className="block font-semibold">
            {text.setup.seed}
          </label>
          <input
            id={`${id}seed`}
            type="number"
            inputMode="numeric"
            min={0}
            max={LARGEST_SEED}
            step={1}
            required
            className="field w-40 tabular-nums"
            value={seed}
            onChange={(event) => onSeed(event.target.value)}
            aria-describedby={`${id}hint`}
          />
          <p id={`${id}hint`} className="text-small text-soft">
            {text.setup.seedHint}
          </p>
        </div>
        <Columns
          legend={text.setup.drop}
          hint={text.setup.dropHint}
          columns={columns}
          chosen={dropped}
          onChange={onDropped}
        />
        {!columns.some(({ kind }) => kind === 'date') && (
          <TimeChoice columns={columns} chosen={time} onChoose={onTime} />
        )}
        <QuestionSettings columns={columns} type={type} question={question} onChange={onQuestion} />
        <p className="notice text-small">{text.setup.elsewhere}</p>
      </div>
    </details>
  );
}
