import { connect, ask } from '../client.ts';
import { Progress } from '../progress.ts';
import { readKeyed } from '../run-link.ts';
import { driveToVerdict } from '../run-to-verdict.ts';

/** `stepwell reopen URL KEY TRIAL`: tests another trial on the same test rows. @returns the exit code. */
export async function reopen(argv: string[]): Promise<number> {
  const { origin, id, key, more } = readKeyed(argv, 1, 'stepwell reopen URL KEY TRIAL');
  const trial = more[0]!;
  const client = connect(origin);
  const options = { headers: { authorization: `Bearer ${key}` } };
  await ask(() => client.api.runs[':id'].reopen.$post({ param: { id }, json: { trial } }, options));
  await driveToVerdict(client, { id, key }, new Progress(process.stdout), undefined);
  return 0;
}
