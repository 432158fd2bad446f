import { useCallback, useEffect, useLayoutEffect, useRef, type PointerEvent } from 'react';
import { drawText as words } from '../text/draw.ts';
import { paintPicture, paintStrokes } from './paint.ts';
import type { Picture, Sides } from './picture.ts';
import type { Point, Stroke } from './strokes.ts';

/** Pixels of the longer side: sharp on a phone. */
const LONGER_SIDE = 640;

/** Props of the canvas. */
export interface DrawCanvasProps {
  /** The shape of the model's images. */
  sides: Sides;
  strokes: readonly Stroke[];
  /** Shown instead of strokes; null to draw. */
  picture: Picture | null;
  ground: 'dark' | 'light';
  /** A pen was put down there. */
  onStart: (point: Point) => void;
  /** It moved on, once a frame at most. */
  onMove: (points: Point[]) => void;
}

/** A place to draw with mouse, finger or pen. */
export function DrawCanvas({ sides, strokes, picture, ground, onStart, onMove }: DrawCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scale = LONGER_SIDE / Math.max(sides.width, sides.height);
  const width = Math.max(1, Math.round(sides.width * scale));
  const height = Math.max(1, Math.round(sides.height * scale));
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context == null) return;
    if (picture === null) paintStrokes(context, strokes, ground);
    else paintPicture(context, picture);
  }, [strokes, picture, ground, width, height]);
  const pen = usePen(onStart, onMove);
  const isEmpty = strokes.length === 0 && picture === null;
  return (
    <div className="relative w-full max-w-72 scroll-mt-16">
      <canvas
        ref={canvas}
        width={width}
        height={height}
        role="img"
        aria-label={words.canvas}
        // A finger draws and doesn't scroll.
        className="block h-auto w-full cursor-crosshair touch-none rounded-md border border-line select-none"
        {...pen}
      />
      {isEmpty && (
        <p
          aria-hidden="true"
          className={`pointer-events-none absolute inset-0 flex items-center justify-center text-small ${ground === 'dark' ? 'text-[#c9c5bd]' : 'text-[#5c5851]'}`}
        >
          {words.hint}
        </p>
      )}
    </div>
  );
}

/** Follows one pointer from where it's put down, and says where it went once a frame. */
function usePen(onStart: DrawCanvasProps['onStart'], onMove: DrawCanvasProps['onMove']) {
  const pointer = useRef<number | null>(null);
  const waiting = useRef<Point[]>([]);
  const frame = useRef<number | null>(null);
  const flush = useCallback(() => {
    if (frame.current !== null) cancelAnimationFrame(frame.current);
    frame.current = null;
    const points = waiting.current;
    waiting.current = [];
    if (points.length > 0) onMove(points);
  }, [onMove]);
  useEffect(
    () => () => {
      if (frame.current !== null) cancelAnimationFrame(frame.current);
    },
    [],
  );
  const end = (event: PointerEvent) => {
    if (event.pointerId !== pointer.current) return;
    pointer.current = null;
    flush();
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLCanvasElement>) => {
      // A second finger doesn't draw, and neither does the right button.
      if (pointer.current !== null || event.button !== 0) return;
      event.preventDefault();
      pointer.current = event.pointerId;
      event.currentTarget.setPointerCapture(event.pointerId);
      onStart(pointOf(event.currentTarget, event));
    },
    onPointerMove: (event: PointerEvent<HTMLCanvasElement>) => {
      if (event.pointerId !== pointer.current) return;
      const moves = event.nativeEvent.getCoalescedEvents?.() ?? [];
      const passed = moves.length === 0 ? [event.nativeEvent] : moves;
      for (const at of passed) waiting.current.push(pointOf(event.currentTarget, at));
      frame.current ??= requestAnimationFrame(flush);
    },
    onPointerUp: end,
    onPointerCancel: end,
    onLostPointerCapture: end,
  };
}

function pointOf(canvas: HTMLCanvasElement, { clientX, clientY }: { clientX: number; clientY: number }): Point {
  const { left, top, width } = canvas.getBoundingClientRect();
  return { x: (clientX - left) / width, y: (clientY - top) / width };
}
