import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject, test } from 'vitest';
import { z } from 'zod';
import { PROJECT, wranglerEnvironment } from '../../apps/cli/src/stack/wrangler.ts';
import { startReceiver } from '../receiver.ts';
import { learnableCsv, noiseCsv } from '../workerd/tables.ts';

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

const STEPWELL = join(PROJECT, 'apps', 'cli', 'src', 'stepwell.ts');
const KEY = /^key {7}([\w-]{43})$/m;
const reportSchema = z.object({
  schema: z.literal('stepwell.report/2'),
  run: z.object({ id: z.string(), url: z.string(), status: z.string() }),
  verdict: z.string(),
});

/** Runs the command line with pipes for its output. @param whileRunning called with what it has written so far. */
function stepwell(
  args: string[],
  env: Record<string, string> = {},
  whileRunning: (child: ChildProcess, said: Ended) => void = () => {},
): Promise<Ended> {
  const child = spawn(process.execPath, [STEPWELL, ...args], {
    cwd: PROJECT,
    env: { ...wranglerEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Ended = { code: null, stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.stdout += chunk.toString();
    whileRunning(child, said);
  });
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ ...said, code })));
}

test('the command line answers with exit codes, JSON alone on its standard output, and the key beside it', async ({
  expect,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'stepwell-cli-'));
  const table = join(folder, 'table.csv');
  const noise = join(folder, 'noise.csv');
  await writeFile(table, learnableCsv(120));
  await writeFile(noise, noiseCsv(60));
  const other = join(folder, 'other.csv');
  await writeFile(other, learnableCsv(120, 2));
  const url = inject('service');
  const onNoise = ['--target', 'label', '--effort', 'quick', '--url', url];
  const quick = ['--target', 'y', '--effort', 'quick', '--protocol', 'hold-out', '--epochs', '12', '--url', url];
  const works = await stepwell(['run', table, ...quick, '--json', '-']);
  expect(works).toMatchObject({ code: 0, stderr: expect.stringMatching(KEY) });
  const report = reportSchema.parse(JSON.parse(works.stdout));
  expect(report.run.status).toBe('finished');
  expect(works.stderr).toContain(report.verdict);
  const [, worksKey] = KEY.exec(works.stderr)!;
  expect(works.stdout).not.toContain(worksKey);
  expect(works.stderr).toContain(`browser   ${report.run.url}#key=${worksKey}\n`);

  const keyFile = join(folder, 'key');
  const stopped = await stepwell(['run', noise, ...onNoise, '--key-file', keyFile]);
  expect(stopped).toMatchObject({ code: 6, stderr: '' });
  const key = (await readFile(keyFile, 'utf8')).trim();
  expect(stopped.stdout).toContain(`key       in ${keyFile}`);
  expect(stopped.stdout).not.toContain(key);
  expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
  const link = /^run {7}(\S+)$/m.exec(stopped.stdout)![1]!;

  const unproven = await stepwell(['run', noise, ...onNoise, '--ignore-gate']);
  expect(unproven.code).toBe(7);
  expect(unproven.stdout).not.toMatch(KEY);
  expect(unproven.stderr).toMatch(KEY);

  expect(await stepwell(['watch', link])).toMatchObject({ code: 6 });
  const watched = await stepwell(['watch', report.run.url, '--json', '-']);
  expect(reportSchema.parse(JSON.parse(watched.stdout))).toEqual(report);

  const predicted = await stepwell(['predict', report.run.url, table, '--json', '-']);
  expect(predicted).toMatchObject({ code: 0, stderr: '' });
  const rows = z
    .array(z.object({ row: z.number(), y: z.number(), notes: z.string().nullable() }))
    .parse(JSON.parse(predicted.stdout));
  expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
  const csv = await stepwell(['predict', report.run.url, table]);
  expect(rows.map(({ y }) => y)).toEqual(
    csv.stdout
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',')[1])),
  );

  const verified = await stepwell(['verify', report.run.url, '--data', table, '--json', '-']);
  expect(verified.code).toBe(0);
  expect(JSON.parse(verified.stdout)).toMatchObject({ same: true, otherFiles: [], difference: null, attached: null });
  const refuted = await stepwell(['verify', report.run.url, '--data', other, '--json', '-']);
  expect(refuted.code).toBe(1);
  expect(JSON.parse(refuted.stdout)).toMatchObject({ same: false, otherFiles: [{ name: other }] });

  const gone = link.replace(/.{4}$/, '0000');
  expect(await stepwell(['delete', link], { STEPWELL_KEY: key })).toMatchObject({ code: 0 });
  expect(await stepwell(['watch', gone])).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('[unknown_run]'),
  });
  expect(await stepwell(['run', table, ...quick, '--folds', '1'])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: 'stepwell: --folds 1: Too small: expected number to be >=2. [invalid_request]\nSee stepwell run --help\n',
  });
  const colored = await stepwell(['wach'], { FORCE_COLOR: '1', NO_COLOR: '' });
  expect(colored.stderr).toContain('\u001b[1m\u001b[31mstepwell:');

  const receiver = await startReceiver();
  const webhook = `${receiver}/hooks/cli`;
  const telling = await stepwell(['run', table, ...quick, '--webhook', webhook]);
  expect(telling).toMatchObject({ code: 0, stdout: expect.stringContaining('webhook   told of the end') });
  expect(telling.stderr).toMatch(/^secret {4}whsec_\S+ /m);
  const received: unknown = await (await fetch(`${receiver}/received/cli`)).json();
  const [{ body }, ...more] = z.array(z.object({ body: z.string() })).parse(received) as [{ body: string }];
  expect(more).toEqual([]);
  expect(JSON.parse(Buffer.from(body, 'base64').toString())).toMatchObject({
    event: 'finished',
    title: 'y from table.csv',
    verdict: report.verdict,
  });
  const refused = await stepwell(['run', table, ...quick, '--webhook', 'https://10.0.0.1/']);
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Alerts can't be sent to this address."),
  });
  const unwanted = /^run {7}(\S+)$/m.exec(refused.stdout)![1]!;
  expect(await stepwell(['watch', unwanted])).toMatchObject({ code: 4 });

  const interrupted = await stepwell(['run', table, ...quick], {}, (child, { stdout }) => {
    if (stdout.includes('define')) child.kill('SIGINT');
  });
  expect(interrupted.code).toBe(130);
  const [, id, goOnKey] = /run: stepwell drive \S+\/r\/(\w+) (\S+)$/m.exec(interrupted.stderr)!;
  expect(interrupted.stdout).toContain(`/r/${id}`);
  const driven = await stepwell(['drive', `${url}/r/${id}`, goOnKey!]);
  expect(driven).toMatchObject({ code: 0, stdout: expect.stringContaining(report.verdict) });

  const piped = await stepwell(['run', '--help'], {}, (child) => child.stdout!.destroy());
  expect(piped).toMatchObject({ code: 0, stderr: '' });
});
