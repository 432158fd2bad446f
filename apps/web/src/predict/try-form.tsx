'use client';
import dynamic from 'next/dynamic';
import { useMemo, useState } from 'react';
import type { RunView, Signature } from '../api/client.ts';
import type { ImageColumn } from '../draw/seen-image.ts';
import type { LocalModel } from '../engine/local-model.ts';
import { useLocalModel } from '../engine/use-local-model.ts';
import { text } from '../text.ts';
import { drawText } from '../text/draw.ts';
import { AnswerView, HeldOnTest } from './answer-view.tsx';
import { PredictFile } from './predict-file.tsx';
import { RowFields, useRow } from './row-fields.tsx';
import { RowDraft } from './row-draft.ts';
import { madeUpRow, rowOf, startOf } from './row-of.ts';
import { curlOfImages, curlOfRow, npxOfFile } from './shell-lines.ts';
import { ShellLine } from './shell-line.tsx';
import { usePrediction, type LatestPrediction } from './use-prediction.ts';

const words = text.predict;

/** Only models of images need it. */
const DrawPanel = dynamic(async () => (await import('../draw/draw-panel.tsx')).DrawPanel, { ssr: false });

/** The form made from the model's columns, its answer, and the other ways to ask. */
export function TryForm({ view, signature }: { view: RunView; signature: Signature }) {
  const { columns } = signature;
  const beside = useMemo(() => columns.filter(({ kind }) => kind !== 'image'), [columns]);
  const [draft] = useState(() => new RowDraft(beside));
  const [made, setMade] = useState(0);
  const model = useLocalModel(view.id, signature.model);
  const { local, want } = model;
  const image = useMemo(() => imageOf(columns), [columns]);
  const say = image === null ? words : beside.length === 0 ? drawText : drawText.beside;
  return (
    // Using the form brings the model here: whoever only reads the verdict doesn't pay for it.
    <div
      className="flex flex-col gap-6"
      data-engine={local === null ? 'service' : 'device'}
      onFocus={want}
      onInput={want}
    >
      <div className="flex flex-col gap-3">
        <p className="text-small text-soft">{local === null ? say.what : say.here}</p>
        {beside.length > 0 && (
          <button
            type="button"
            className="tap w-fit text-accent"
            onClick={() => {
              want();
              draft.setAll(madeUpRow(beside, made));
              setMade(made + 1);
            }}
          >
            {image === null ? words.another : drawText.beside.another}
          </button>
        )}
        {image !== null ? (
          <DrawPanel signature={signature} column={image} beside={beside} draft={draft} model={model} />
        ) : (
          <Rows id={view.id} signature={signature} draft={draft} local={local} />
        )}
      </div>
      <PredictFile id={view.id} local={local} isOfImages={image !== null} hasColumns={beside.length > 0} />
      <Program id={view.id} draft={draft} isOfImages={image !== null} hasColumns={beside.length > 0} />
    </div>
  );
}

interface ProgramProps {
  id: string;
  draft: RowDraft;
  isOfImages: boolean;
  /** Whether it takes columns: rows of them, or beside its images. */
  hasColumns: boolean;
}

/** The same from a program. */
function Program(props: ProgramProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="tap">
        <h3 className="font-semibold">{words.program.title}</h3>
      </summary>
      {isOpen && <ProgramLines {...props} />}
    </details>
  );
}

function ProgramLines({ id, draft, isOfImages, hasColumns }: ProgramProps) {
  const row = useRow(draft);
  const { origin } = window.location;
  return (
    <div className="flex flex-col gap-3">
      {isOfImages ? (
        <ShellLine
          what={hasColumns ? words.program.imagesBeside : words.program.images}
          name={words.program.curl}
          copy={words.program.copyRow}
          line={curlOfImages(origin, id)}
        />
      ) : (
        <ShellLine
          what={words.program.row}
          name={words.program.curl}
          copy={words.program.copyRow}
          line={curlOfRow(origin, id, row)}
        />
      )}
      <ShellLine
        what={words.program.file}
        name={words.program.npx}
        copy={words.program.copyFile}
        line={npxOfFile(origin, id)}
      />
    </div>
  );
}

/** The model's images; null if it takes rows. */
function imageOf(columns: Signature['columns']): ImageColumn | null {
  const of = columns.find(({ kind }) => kind === 'image');
  return of?.size == null ? null : { size: of.size, look: of.look };
}

interface RowsProps {
  id: string;
  signature: Signature;
  draft: RowDraft;
  local: LocalModel | null;
}

/** The fields, with the answer above them: it stays in sight while one changes a field further down. */
function Rows({ id, signature, draft, local }: RowsProps) {
  const { columns } = signature;
  const typical = useMemo(() => rowOf(columns, startOf(columns)), [columns]);
  const prediction = usePrediction(id, draft, typical, local);
  return (
    <>
      <RowAnswer signature={signature} draft={draft} prediction={prediction} />
      <HeldOnTest certainty={signature.certainty} />
      <RowFields columns={columns} draft={draft} answer={prediction.answer} />
    </>
  );
}

/** The answer, and whether it is that of the row in the form. */
function RowAnswer({
  signature,
  draft,
  prediction,
}: Pick<RowsProps, 'signature' | 'draft'> & { prediction: LatestPrediction }) {
  const isCurrent = useRow(draft) === prediction.answered;
  return <AnswerView signature={signature} prediction={{ ...prediction, isCurrent }} />;
}
