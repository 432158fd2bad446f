'use client';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { createRun } from '../api/calls.ts';
import { rememberRun } from '../browser/known-runs.ts';
import { text } from '../text.ts';
import type { OfferedEffort } from '../text/home.ts';
import type { Sent } from '../upload/send.ts';
import { specOf } from './setup-spec.ts';
import { columnsAsRead } from './column-as-read.ts';
import { obviousTarget, splitColumns } from './column-roles.ts';
import type { ReadFileAs } from '../upload/send.ts';
import { EffortChoice } from './effort-choice.tsx';
import { ForecastChoice, NO_FORECAST } from './forecast-choice.tsx';
import { FileReading } from './file-reading.tsx';
import { ModeChoice, type Mode } from './mode-choice.tsx';
import { MoreSettings } from './more-settings.tsx';
import { QuestionPreview } from './question-preview.tsx';
import { OPEN_QUESTION } from './question-settings.tsx';
import { SplitChoice } from './split-choice.tsx';
import { usePreview } from './use-preview.ts';
import { TargetChoice } from './target-choice.tsx';
import { TimeChoice, type TimeOrder } from './time-choice.tsx';

/** What an example suggests before the user chooses. */
export interface Suggestion {
  target: string | null;
  effort: OfferedEffort;
  /** Set if the rows are known to be in time order. */
  order?: 'time';
}

/** An uploaded file. */
export interface Chosen extends Sent {
  name: string;
  /** The share of its rows that was sampled; null for all. */
  share: number | null;
  suggestion: Suggestion;
  /** How it was read, where the rules were overruled. */
  reading: ReadFileAs;
}

/** Sets up a run on an uploaded file: the column to predict, the effort, and start. */
export function SetupForm({
  chosen,
  onBack,
  onReadAgain,
}: {
  chosen: Chosen;
  onBack: () => void;
  onReadAgain: (reading: ReadFileAs) => void;
}) {
  const { name, dataset, test, share, suggestion } = chosen;
  const heading = useRef<HTMLHeadingElement>(null);
  // The file was chosen elsewhere on the page; what it asks for now is here.
  useEffect(() => heading.current?.focus(), []);
  const [target, setTarget] = useState(suggestion.target ?? obviousTarget(dataset.columns));
  const [effort, setEffort] = useState<OfferedEffort>(suggestion.effort);
  const [mode, setMode] = useState<Mode>('auto');
  const [seed, setSeed] = useState('0');
  const [dropped, setDropped] = useState<ReadonlySet<string>>(new Set());
  const [question, setQuestion] = useState(OPEN_QUESTION);
  const [time, setTime] = useState<TimeOrder>(suggestedOrder(chosen));
  const [forecast, setForecast] = useState(NO_FORECAST);
  const [split, setSplit] = useState<string | null>(null);
  const [read, setRead] = useState<Record<string, string[]>>({});
  const [starting, setStarting] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const columns = columnsAsRead(dataset.columns, read);
  const others = columns.filter((column) => column.name !== target);
  // Rows need a time, and a forecast is tested on the end of the file.
  const isInTime = others.some(({ kind }) => kind === 'date') || (time !== null && time.order !== 'random');
  const canForecast =
    test === null &&
    isInTime &&
    (target === null || columns.some(({ name, kind }) => name === target && kind === 'numeric'));
  const spec = specOf({
    dataset: dataset.sha256,
    testDataset: test?.sha256 ?? null,
    name,
    target,
    effort,
    seed,
    dropped,
    question,
    split,
    time,
    forecast: canForecast ? forecast : NO_FORECAST,
    read,
  });
  const { data: preview } = usePreview(spec);
  // Test rows that come with the file are sealed already.
  const splits = test === null ? splitColumns(others) : [];

  const start = async (event: FormEvent) => {
    event.preventDefault();
    if (spec === null) return setError(text.setup.needTarget);
    setStarting(true);
    setError(null);
    try {
      const { id, key } = await createRun(spec);
      const run = { id, name, target: spec.target.join(', '), createdAt: Date.now() };
      rememberRun(mode === 'guided' ? { ...run, guided: true } : run, key);
      window.location.assign(`/r/${id}`);
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown.message : text.errors.unknown);
      setStarting(false);
    }
  };

  return (
    <form className="flex flex-col gap-6" onSubmit={(event) => void start(event)}>
      <div>
        <h2 ref={heading} tabIndex={-1} className="heading scroll-mt-4 outline-none">
          {text.setup.title(name)}
        </h2>
        <p className="text-small text-soft">
          {text.setup.size(dataset.rows, dataset.columns.length)} ·{' '}
          <button type="button" className="min-h-11 text-accent underline" onClick={onBack}>
            {text.setup.other}
          </button>
        </p>
        {share !== null && <p className="text-small">{text.upload.sampled(share)}.</p>}
        {test !== null && <p className="text-small">{text.setup.sealed(test.rows)}</p>}
      </div>
      <FileReading dataset={dataset} read={read} onRead={setRead} file={{ chosen: chosen.reading, onReadAgain }} />
      <TargetChoice columns={columns} shapes={dataset.shapes} target={target} onChoose={setTarget} />
      <QuestionPreview
        spec={spec}
        isOrdinal={question.ordinal === target}
        onOrdinal={(isOrdinal) => setQuestion({ ...question, ordinal: isOrdinal ? target : null })}
      />
      {others.some(({ kind }) => kind === 'date') && <TimeChoice columns={others} chosen={time} onChoose={setTime} />}
      {canForecast && <ForecastChoice columns={others} asked={forecast} onAsk={setForecast} />}
      {splits.length > 0 && <SplitChoice columns={splits} chosen={split} onChoose={setSplit} />}
      <EffortChoice effort={effort} onChoose={setEffort} />
      <ModeChoice mode={mode} onChoose={setMode} />
      <MoreSettings
        columns={others}
        type={preview?.type ?? null}
        seed={seed}
        onSeed={setSeed}
        dropped={dropped}
        onDropped={setDropped}
        question={question}
        onQuestion={setQuestion}
        time={time}
        onTime={setTime}
      />
      {error !== null && (
        <p role="alert" className="notice border-bad">
          {error}
        </p>
      )}
      <div className="sticky bottom-0 -mx-4 border-t border-line bg-paper px-4 pt-3 pb-3.75">
        <button type="submit" className="button button-main w-full" disabled={starting}>
          {starting ? text.setup.starting : text.setup.start}
        </button>
      </div>
    </form>
  );
}

function suggestedOrder({ dataset, suggestion }: Chosen): TimeOrder {
  if (suggestion.order !== 'time') return null;
  const dates = dataset.columns.find(({ kind }) => kind === 'date');
  return dates === undefined ? { order: 'file' } : { order: 'time', timeColumn: dates.name };
}
