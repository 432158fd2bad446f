import { formatNumber } from '@stepwell/base/format';
import { escapeXml, styleSheet, CARD, type Theme } from '@stepwell/workflow/share';
import type { PictureLine, SharedLog } from './shared-log.ts';

/** Where a chart is drawn, and how large its writing is. */
interface Place {
  left: number;
  top: number;
  width: number;
  height: number;
  font: number;
  stroke: number;
}

const FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Helvetica, Arial, sans-serif";
/** Lines differ by dash, in units of their width. */
const DASHES = ['3 2', '', '1 2'];
/** Width of a character, of the size of its font: wide enough for most fonts. */
const CHARACTER = 0.58;
const SITE = 'Stepwell';
const EDGE = 60;

/** The card of a logged run: title, how far it is, its curve. */
export function logCardSvg(shared: SharedLog): string {
  const { width, height } = CARD;
  const room = width - 2 * EDGE;
  const chart = { left: EDGE + 110, top: 260, width: room - 330, height: 280, font: 26, stroke: 5 };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif">`,
    `<style>${styleSheet('light')}</style><rect width="${width}" height="${height}" class="f-paper"/>`,
    text(shorten(shared.title, 44, room - 180), EDGE, EDGE + 34, 44, 'f-ink', 'font-weight="600"'),
    text(SITE, width - EDGE, EDGE + 28, 30, 'f-soft', 'text-anchor="end"'),
    ...wrap(shared.sentence, 30, room).map((line, i) => text(line, EDGE, EDGE + 88 + 38 * i, 30, 'f-soft')),
    drawChart(shared, chart),
    '</svg>',
  ].join('');
}

/** The curve of a logged run as a picture of its own. @param untitled whether its title is shown elsewhere. */
export function logCurveSvg(shared: SharedLog, theme: Theme, untitled = false): string {
  const head = untitled ? 8 : 62;
  const [width, height] = [560, head + 236];
  const chart = { left: 68, top: head + 26, width: 360, height: 170, font: 14, stroke: 2 };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="curve-title curve-text" font-family="${escapeXml(FONTS)}">`,
    `<title id="curve-title">${escapeXml(shared.title)}</title><desc id="curve-text">${escapeXml(describe(shared))}</desc>`,
    `<style>${styleSheet(theme)}</style><rect width="${width}" height="${height}" rx="6" class="f-paper"/>`,
    untitled
      ? ''
      : text(shorten(shared.title, 17, width - 40), 20, 32, 17, 'f-ink', 'font-weight="600"') +
        text(shorten(shared.sentence, 14, width - 40), 20, 54, 14, 'f-soft'),
    drawChart(shared, chart),
    '</svg>',
  ].join('');
}

/** @returns what a picture shows, in words. */
function describe({ sentence, quantity, lines }: SharedLog): string {
  if (lines.length === 0) return sentence;
  const last = lines.map(({ label, last }) => `${label} ${valueWords(last.value)}`).join(', ');
  return `${sentence} ${quantity} by step; last values: ${last}.`;
}

function drawChart({ quantity, lines }: SharedLog, place: Place): string {
  const { left, top, width, height, font, stroke } = place;
  const values = lines.flatMap((line) => line.values.filter((value) => value !== null));
  if (lines.length === 0)
    return text('The curve appears with the first points.', left, top + height / 2, font, 'f-soft');
  const steps = lines.flatMap((line) => [line.steps[0] ?? 0, line.steps.at(-1) ?? 0]);
  const x = scale(Math.min(...steps), Math.max(...steps), left, left + width);
  const [low, high] = values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)];
  const y = scale(low, high, top + height, top);
  const name = shorten(quantity, font, width);
  const labels = spread(
    lines.map((line) => y(line.values.findLast((value) => value !== null) ?? low)),
    1.25 * font,
    top,
    top + height,
  );
  return [
    text(name, left, top - 0.7 * font, font, 'f-soft'),
    `<path d="M${left} ${top}V${top + height}H${left + width}" class="s-line" stroke-width="${stroke / 2}"/>`,
    text(formatNumber(high), left - 8, top + 0.7 * font, font, 'f-soft', 'text-anchor="end"'),
    text(formatNumber(low), left - 8, top + height, font, 'f-soft', 'text-anchor="end"'),
    text(`step ${Math.min(...steps)}`, left, top + height + 1.4 * font, font, 'f-soft'),
    text(
      formatNumber(Math.max(...steps)),
      left + width,
      top + height + 1.4 * font,
      font,
      'f-soft',
      'text-anchor="end"',
    ),
    ...lines.map((line, i) => {
      const dash = lines.length === 1 ? '' : (DASHES[i] ?? '');
      const drawn = pathOf(line, x, y);
      const marks = line.marks.map(([step]) => cross(x(step), top + height - font / 2, font / 4)).join('');
      const label = `${line.label} ${valueWords(line.last.value)}`;
      return [
        `<path d="${drawn}" class="s-curve" stroke-width="${stroke}" stroke-linejoin="round" stroke-linecap="round"${
          dash === ''
            ? ''
            : ` stroke-dasharray="${dash
                .split(' ')
                .map((part) => Number(part) * stroke)
                .join(' ')}"`
        }/>`,
        marks === '' ? '' : `<path d="${marks}" class="s-soft" stroke-width="${stroke / 1.5}"/>`,
        text(shorten(label, font, 200 * (font / 20)), left + width + 8, (labels[i] ?? top) + font / 3, font, 'f-curve'),
      ].join('');
    }),
  ].join('');
}

/** The path of a line, interrupted where a value is not finite. */
function pathOf({ steps, values }: PictureLine, x: (step: number) => number, y: (value: number) => number): string {
  let isOpen = false;
  return steps
    .map((step, i) => {
      const value = values[i] ?? null;
      if (value === null) {
        isOpen = false;
        return '';
      }
      const command = isOpen ? 'L' : 'M';
      isOpen = true;
      // A point between two gaps is a dot.
      return `${command}${rounded(x(step))} ${rounded(y(value))}${command === 'M' ? 'h0' : ''}`;
    })
    .join('');
}

function cross(x: number, y: number, size: number): string {
  const [left, right, top, bottom] = [x - size, x + size, y - size, y + size].map(rounded);
  return `M${left} ${top}L${right} ${bottom}M${right} ${top}L${left} ${bottom}`;
}

function scale(from: number, to: number, low: number, high: number): (value: number) => number {
  return (value) => (to === from ? (low + high) / 2 : low + ((value - from) / (to - from)) * (high - low));
}

/** Moves labels apart that would cover each other. */
function spread(places: number[], height: number, top: number, bottom: number): number[] {
  const order = places.map((_, i) => i).sort((a, b) => places[a]! - places[b]!);
  const moved = [...places];
  let next = top;
  for (const i of order) {
    moved[i] = Math.max(next, moved[i]!);
    next = moved[i] + height;
  }
  const over = Math.max(0, next - height - bottom);
  return moved.map((place) => place - over);
}

function text(words: string, x: number, y: number, size: number, fill: string, more = ''): string {
  return `<text x="${rounded(x)}" y="${rounded(y)}" font-size="${size}" class="${fill}" ${more}>${escapeXml(words)}</text>`;
}

function shorten(words: string, size: number, room: number): string {
  const most = Math.max(3, Math.floor(room / (size * CHARACTER)));
  const characters = Array.from(words);
  return characters.length <= most ? words : `${characters.slice(0, most - 1).join('')}…`;
}

/** Cuts a text into two lines at most. */
function wrap(words: string, size: number, room: number): string[] {
  const most = Math.floor(room / (size * CHARACTER));
  if (words.length <= most) return [words];
  const cut = words.lastIndexOf(' ', most);
  const at = cut < 1 ? most : cut;
  return [words.slice(0, at), shorten(words.slice(at).trim(), size, room)];
}

function valueWords(value: number | string): string {
  return typeof value === 'number' ? formatNumber(value) : value;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
