import { StepwellError } from '@stepwell/base/errors';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { readCsvLog } from './csv-log.ts';
import { scalarsOf } from './event-scalars.ts';
import { pointsOf, type FoundRun } from './logged-points.ts';
import { readTfRecords } from './tf-records.ts';

const EVENTS = /\.tfevents\./;
const MOST_FILES = 10_000;

/** Where a run is: event files of one folder, or one CSV file. */
export interface RunPlace {
  name: string;
  events: string[];
  csv: string | null;
}

/**
 * Finds runs as TensorBoard does: a folder that holds event files is a run, and so is a CSV file.
 *
 * @param path a folder, or one file.
 * @throws {StepwellError} `invalid_request` if there is nothing.
 */
export async function findRuns(path: string): Promise<RunPlace[]> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new StepwellError('invalid_request', `There is no file or folder ${path}.`);
  const isFolder = found.isDirectory();
  const files = isFolder ? await filesIn(path) : [path];
  const folders = new Map<string, string[]>();
  const places: RunPlace[] = [];
  for (const file of files.toSorted()) {
    const folder = dirname(file);
    if (EVENTS.test(basename(file))) folders.set(folder, [...(folders.get(folder) ?? []), file]);
    else if (file.endsWith('.csv')) {
      places.push({ name: isFolder ? relative(path, file) : basename(file), events: [], csv: file });
    }
  }
  for (const [folder, events] of folders) {
    places.push({ name: isFolder ? relative(path, folder) : basename(folder), events, csv: null });
  }
  if (places.length === 0) {
    throw new StepwellError(
      'invalid_request',
      `There are no logs in ${path}: event files of TensorBoard (….tfevents.…) or CSV files (.csv) were expected.`,
    );
  }
  return places;
}

/** Reads a run. @throws {StepwellError} about a file that can't be read. */
export async function readRun({ name, events, csv }: RunPlace): Promise<FoundRun> {
  if (csv !== null) return readCsvLog(await readFile(csv, 'utf8'), name);
  const notes: string[] = [];
  let whole = true;
  const scalars = [];
  for (const file of events) {
    const { records, cut, damagedAt } = readTfRecords(await readFile(file), file);
    if (cut) notes.push(`${file} ends within a record: it may still be written.`);
    if (damagedAt !== null) {
      whole = false;
      notes.push(`${file} is damaged at byte ${damagedAt}: what comes after it is left out.`);
    }
    for (const record of records) scalars.push(...scalarsOf(record, file));
  }
  return { name, points: pointsOf(scalars), notes, whole };
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  if (files.length <= MOST_FILES) return files;
  throw new StepwellError(
    'invalid_request',
    `There are ${files.length} files in ${folder}; ${MOST_FILES} are the limit. Name a folder further down.`,
  );
}
