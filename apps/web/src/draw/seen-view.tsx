import { useLayoutEffect, useRef } from 'react';
import { drawText as words } from '../text/draw.ts';
import { paintPicture } from './paint.ts';
import { topOf, type ImageColumn } from './seen-image.ts';

/** Pixels of the longer side, at most. */
const SIDE = 84;

/** Props of the view. */
export interface SeenViewProps {
  column: ImageColumn;
  /** [height, width, channels], uint8; null for nothing. */
  pixels: Uint8Array | null;
  /** How it came to be, in words. */
  how: string;
}

/** The small picture that the model really sees, and how it was made. */
export function SeenView({ column: { size, look }, pixels, how }: SeenViewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, channels } = size;
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context == null) return;
    context.clearRect(0, 0, width, height);
    if (pixels === null) return;
    const top = topOf(look);
    const shown = top === 255 ? pixels : pixels.map((value) => Math.min(255, Math.round((value * 255) / top)));
    paintPicture(context, { width, height, channels: channels === 1 ? 1 : 3, pixels: shown });
  }, [pixels, look, width, height, channels]);
  const scale = SIDE / Math.max(width, height);
  return (
    <figure className="flex max-w-prose items-start gap-3">
      <canvas
        ref={canvas}
        width={width}
        height={height}
        role="img"
        aria-label={words.seen}
        style={{ width: width * scale, height: height * scale, imageRendering: scale > 1 ? 'pixelated' : 'auto' }}
        className="shrink-0 border border-line bg-shade"
        data-testid="seen"
      />
      <figcaption className="min-h-20 text-small text-soft">
        <span className="block text-ink">{words.seen}</span>
        {how}
      </figcaption>
    </figure>
  );
}
