import { expect, type APIRequestContext } from '@playwright/test';
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StageName } from '@stepwell/workflow/stages';
import { learnableCsv } from '../workerd/tables.ts';

/** A run that a test made. */
export interface MadeRun {
  id: string;
  key: string;
}

/** A file that a run is made on. */
export interface RunFile {
  type: string;
  data: string | Buffer;
}

const LEARNABLE: RunFile = { type: 'text/csv', data: learnableCsv(120) };

/** Where shared runs are noted; Playwright empties the folder around it before it starts. */
const NOTES = join(import.meta.dirname, '../../test-results/browser/runs');
/** How long another process may take for a run. */
const MADE_MS = 240_000;

/** A finished run that tests share which only look at it: one for each spec and file, whatever process a test is in. */
export async function sharedRun(
  request: APIRequestContext,
  spec: Record<string, unknown> = {},
  file = LEARNABLE,
): Promise<MadeRun> {
  await mkdir(NOTES, { recursive: true });
  const name = createHash('sha256').update(JSON.stringify(spec)).update(file.data).digest('hex');
  const [note, claim] = [join(NOTES, `${name}.json`), join(NOTES, `${name}.claim`)];
  let made: MadeRun | null = null;
  const isHereOrOurs = async () => {
    made = await readNote(note);
    return made !== null || (await take(claim));
  };
  await expect.poll(isHereOrOurs, { timeout: MADE_MS }).toBe(true);
  if (made !== null) return made;
  try {
    const run = await finishedRun(request, spec, file);
    // Whoever reads it finds all of it.
    await writeFile(`${note}.part`, JSON.stringify(run));
    await rename(`${note}.part`, note);
    return run;
  } catch (error) {
    await rm(claim, { force: true });
    throw error;
  }
}

/** Makes a quick run through the API, on a learnable table without a `file`, and drives it to its end. */
export async function finishedRun(
  request: APIRequestContext,
  spec: Record<string, unknown> = {},
  file = LEARNABLE,
): Promise<MadeRun> {
  const run = await newRun(request, { model: { epochs: 12 }, ...spec }, file);
  await finishRun(request, run);
  return run;
}

/** Makes a quick run through the API, on a learnable table without a `file`; nobody drives it. */
export async function newRun(
  request: APIRequestContext,
  spec: Record<string, unknown> = {},
  file = LEARNABLE,
): Promise<MadeRun> {
  const uploaded = await request.post('/api/datasets', {
    headers: { 'content-type': file.type },
    data: file.data,
  });
  const dataset = textIn(await uploaded.json(), 'sha256');
  const created = await request.post('/api/runs', {
    data: { dataset, name: 'table', target: ['y'], effort: 'quick', protocol: 'hold-out', ...spec },
  });
  const body: unknown = await created.json();
  return { id: textIn(body, 'id'), key: textIn(body, 'key') };
}

/** Does a run's steps until it has ended, or comes to a stage. */
export async function finishRun(request: APIRequestContext, { id, key }: MadeRun, until?: StageName): Promise<void> {
  for (let [status, stage] = ['running', '']; status === 'running' && stage !== until;) {
    const answer = await request.post(`/api/runs/${id}/step`, {
      headers: { authorization: `Bearer ${key}` },
      data: {},
    });
    expect(answer.ok(), await answer.text()).toBe(true);
    const body: unknown = await answer.json();
    [status, stage] = [textIn(body, 'run', 'status'), textIn(body, 'run', 'stage')];
  }
}

async function readNote(path: string): Promise<MadeRun | null> {
  const note: unknown = JSON.parse(await readFile(path, 'utf8').catch(() => 'null'));
  return note === null ? null : { id: textIn(note, 'id'), key: textIn(note, 'key') };
}

/** @returns whether the file was made, and not there already. */
async function take(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx')).close();
    return true;
  } catch (error) {
    if (Reflect.get(Object(error), 'code') === 'EEXIST') return false;
    throw error;
  }
}

function textIn(value: unknown, ...path: string[]): string {
  let at: unknown = value;
  for (const name of path) at = typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined;
  if (typeof at !== 'string') throw new Error(`no ${path.join('.')} in ${JSON.stringify(value)}`);
  return at;
}
