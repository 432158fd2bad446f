'use client';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Signature } from '../api/client.ts';
import { useMedia } from '../browser/media.ts';
import type { ComingModel } from '../engine/use-local-model.ts';
import { AnswerView, HeldOnTest } from '../predict/answer-view.tsx';
import { RowFields, useRow } from '../predict/row-fields.tsx';
import type { RowDraft } from '../predict/row-draft.ts';
import type { Column } from '../predict/column.ts';
import { drawText as words } from '../text/draw.ts';
import { DrawCanvas } from './draw-canvas.tsx';
import { drawingSides, plainInk, readStrokes } from './paint.ts';
import { PictureButton } from './picture-button.tsx';
import { RadioRow } from './radio-row.tsx';
import { choicesOf, seenImage, showingOf, type Given, type ImageColumn, type Showing } from './seen-image.ts';
import { SeenView } from './seen-view.tsx';
import { croppedTo } from './picture.ts';
import { showingWords } from './showing-words.ts';
import { lengthened, PEN_COLOURS, type PenColour, type Point, type Stroke } from './strokes.ts';
import { useImagePrediction } from './use-image-prediction.ts';
import { usePicture } from './use-picture.ts';

/** Props of the panel. */
export interface DrawPanelProps {
  signature: Signature;
  column: ImageColumn;
  /** The columns beside the images, and what is in their fields. */
  beside: readonly Column[];
  draft: RowDraft;
  model: ComingModel;
}

const NOTHING: readonly Stroke[] = [];

/**
 * Shows a model of images what one draws, or a picture that one chooses, with the answer below; and the fields of the columns that
 * stand beside the images.
 */
export function DrawPanel({ signature, column, beside, draft, model }: DrawPanelProps) {
  const { local } = model;
  const [strokes, setStrokes] = useState(NOTHING);
  const [colour, setColour] = useState<PenColour | null>(null);
  const [asked, setAsked] = useState<Partial<Showing>>({});
  const chosen = usePicture(local);
  const { picture, choose } = chosen;
  const drawn = useMemo<Given | null>(() => (picture === null ? null : { kind: 'picture', picture }), [picture]);
  const ground = asked.ground ?? showingOf(column, null).ground;
  const given = useDrawing(strokes, column, ground, drawn);
  const assumed = showingOf(column, given);
  const place = asked.place ?? assumed.place;
  const pixels = useMemo(
    () => (given === null ? null : seenImage(given, column, { ground, place })),
    [given, column, ground, place],
  );
  const row = useRow(draft);
  const image = useMemo(() => (pixels === null ? null : { pixels, row }), [pixels, row]);
  const prediction = useImagePrediction(local, image);
  const start = useCallback(
    (point: Point) => {
      choose(null);
      setStrokes((before) => [...before, { colour, points: [point] }]);
    },
    [choose, colour],
  );
  const move = useCallback((points: Point[]) => setStrokes((before) => lengthened(before, points)), []);
  const show = (file: File) => {
    setStrokes(NOTHING);
    // How the last one was shown says nothing of this one.
    setAsked({});
    choose(file);
  };
  const clear = () => {
    setStrokes(NOTHING);
    choose(null);
  };
  const cropped = useMemo(() => (picture === null ? null : croppedTo(picture, column.size)), [picture, column]);
  const isEmpty = strokes.length === 0 && chosen.picture === null && chosen.error === null;
  const choices = choicesOf(column, given?.kind ?? 'drawing');
  const isGrey = column.size.channels === 1;
  const hasCamera = useMedia('(pointer: coarse)');
  return (
    <>
      <form
        aria-label={words.form}
        className="flex flex-col gap-3"
        onPointerDown={model.want}
        onSubmit={(event) => event.preventDefault()}
      >
        <DrawCanvas
          sides={column.size}
          strokes={strokes}
          picture={cropped}
          ground={ground}
          onStart={start}
          onMove={move}
        />
        {/* Below it, so that nothing lies over the drawing or moves it. */}
        <AnswerView
          signature={signature}
          prediction={model.error === null ? prediction : { ...prediction, error: model.error, retry: model.retry }}
          waiting={given === null ? words.nothing : local === null ? words.loading : undefined}
        />
        <div className="flex flex-wrap gap-2">
          <button
            type="button"
            className="button"
            disabled={strokes.length === 0}
            onClick={() => setStrokes((before) => before.slice(0, -1))}
          >
            {words.undo}
          </button>
          <button type="button" className="button" disabled={isEmpty} onClick={clear}>
            {words.clear}
          </button>
          <PictureButton name={words.choose} onChoose={show} />
          {hasCamera && <PictureButton name={words.camera} camera onChoose={show} />}
        </div>
        <p role="status" className="text-small text-soft empty:hidden">
          {chosen.reading === null ? '' : words.reading(chosen.reading)}
        </p>
        {chosen.error !== null && (
          <p role="alert" className="text-small text-bad">
            {chosen.error.message}
          </p>
        )}
        <SeenView column={column} pixels={pixels} how={showingWords(column, given, { ground, place }, assumed)} />
        {!isGrey && (
          <RadioRow
            title={words.pen}
            names={words.colours}
            spots={PEN_COLOURS}
            value={colour ?? plainInk(ground)}
            onChoose={setColour}
          />
        )}
        {choices.ground && (
          <RadioRow
            title={isGrey ? words.ground.title : words.paper.title}
            names={{
              dark: (isGrey ? words.ground : words.paper).dark,
              light: (isGrey ? words.ground : words.paper).light,
            }}
            value={ground}
            onChoose={(next) => setAsked((before) => ({ ...before, ground: next }))}
          />
        )}
        {choices.place && (
          <RadioRow
            title={words.place.title}
            names={{ centred: words.place.centred, given: words.place.given[given?.kind ?? 'drawing'] }}
            value={place}
            onChoose={(next) => setAsked((before) => ({ ...before, place: next }))}
          />
        )}
      </form>
      {beside.length > 0 && (
        <div className="flex flex-col gap-3" onPointerDown={model.want}>
          <RowFields columns={beside} draft={draft} answer={prediction.answer} />
        </div>
      )}
      <HeldOnTest certainty={signature.certainty} />
    </>
  );
}

/** What is given: the picture, or the strokes as pixels; null for neither. */
function useDrawing(
  strokes: readonly Stroke[],
  { size }: ImageColumn,
  ground: Showing['ground'],
  picture: Given | null,
): Given | null {
  const canvas = useRef<HTMLCanvasElement | null>(null);
  const [read, setRead] = useState<Given | null>(null);
  useEffect(() => {
    if (strokes.length === 0) {
      setRead(null);
      return;
    }
    canvas.current ??= document.createElement('canvas');
    const pixels = readStrokes(canvas.current, strokes, drawingSides(size), size.channels, ground);
    setRead({ kind: 'drawing', picture: pixels });
  }, [strokes, size, ground]);
  return picture ?? read;
}
