import type { Row } from '../api/calls.ts';

/** @returns a text as one word of a POSIX shell. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** @returns the line that predicts one row. */
export function curlOfRow(origin: string, id: string, row: Row): string {
  const body = JSON.stringify({ rows: [row] });
  return `curl ${shellWord(urlOf(origin, id))} -H 'content-type: application/json' --data-raw ${shellWord(body)}`;
}

/** @returns the line that predicts a zip of images. */
export function curlOfImages(origin: string, id: string): string {
  return `curl ${shellWord(urlOf(origin, id))} -H 'content-type: application/zip' --data-binary @images.zip`;
}

/** @returns the line that predicts a file. */
export function npxOfFile(origin: string, id: string): string {
  return `npx stepwell predict ${shellWord(`${origin}/r/${id}`)} rows.csv --out predictions.csv`;
}

function urlOf(origin: string, id: string): string {
  return `${origin}/api/runs/${id}/predict`;
}
