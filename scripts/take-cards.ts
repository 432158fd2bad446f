// Takes the cards and curves of three real runs into docs/: node scripts/take-cards.ts
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../apps/cli/src/client.ts';
import { runToVerdict } from '../apps/cli/src/run-to-verdict.ts';
import { startStack } from '../apps/cli/src/stack/stack.ts';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';
import { upload } from '../apps/cli/src/upload.ts';

const SETS = [
  { name: 'cars', target: 'miles_per_gallon' },
  { name: 'penguins', target: 'species' },
  { name: 'names-to-grades', target: 'grade' },
];

const folder = await mkdtemp(join(tmpdir(), 'stepwell-cards-'));
const stack = await startStack({ persistTo: folder, reuse: false });
try {
  const client = connect(stack.url);
  for (const { name, target } of SETS) {
    const { sha256 } = await upload(client, join(PROJECT, `apps/web/public/examples/${name}.csv`));
    const request = { dataset: sha256, name: name.replaceAll('-', ' '), target: [target] };
    const { report } = await runToVerdict(client, request, { out: process.stdout });
    await save(`${report.run.url}/card.png`, `card-${name}.png`);
    await save(`${report.run.url}/curve.svg`, `curve-${name}.svg`);
  }
} finally {
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
}

async function save(url: string, file: string): Promise<void> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  await writeFile(join(PROJECT, 'docs', file), new Uint8Array(await response.arrayBuffer()));
}
