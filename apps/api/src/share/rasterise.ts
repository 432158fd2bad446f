import cyrillic from '@fontsource/inter/files/inter-cyrillic-400-normal.woff2';
import greek from '@fontsource/inter/files/inter-greek-400-normal.woff2';
import latin from '@fontsource/inter/files/inter-latin-400-normal.woff2';
import boldLatin from '@fontsource/inter/files/inter-latin-600-normal.woff2';
import latinExtended from '@fontsource/inter/files/inter-latin-ext-400-normal.woff2';
import boldLatinExtended from '@fontsource/inter/files/inter-latin-ext-600-normal.woff2';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import rasteriser from '@resvg/resvg-wasm/index_bg.wasm';

const FONTS = [latin, boldLatin, latinExtended, boldLatinExtended, greek, cyrillic].map(
  (bytes) => new Uint8Array(bytes),
);
const FAMILY = 'Inter';

/** Characters without a glyph in the fonts: scripts other than Latin, Greek and Cyrillic, emoji, arrows. */
const SHAPELESS =
  /[^\n\u0020-\u007e\u00a0-\u024f\u02c6\u02dc\u0370-\u03ff\u0400-\u045f\u1e00-\u1e9e\u2010-\u2027\u202f\u2030\u20ac\u2122\u2212]+/g;

let started: Promise<void> | null = null;

/**
 * Renders an SVG as a PNG.
 *
 * @param svg characters without a glyph become an ellipsis.
 * @param zoom pixels per unit of the SVG.
 */
export async function rasterise(svg: string, zoom = 1): Promise<Uint8Array<ArrayBuffer>> {
  started ??= initWasm(rasteriser);
  await started;
  const drawing = new Resvg(svg.replaceAll(SHAPELESS, '…'), {
    font: { fontBuffers: FONTS, defaultFontFamily: FAMILY, sansSerifFamily: FAMILY },
    fitTo: { mode: 'zoom', value: zoom },
  });
  try {
    const image = drawing.render();
    const png = new Uint8Array(image.asPng());
    image.free();
    return png;
  } finally {
    drawing.free();
  }
}
