import { connect, ask } from '../client.ts';
import { Progress } from '../progress.ts';
import { readLink } from '../run-link.ts';
import { usage } from '../run-options.ts';
import { driveToVerdict } from '../run-to-verdict.ts';

/** `stepwell reopen URL KEY TRIAL`: tests another trial on the rows that were opened before. Resolves to the exit code. */
export async function reopen(argv: string[]): Promise<number> {
  const [link, key, trial, extra] = argv;
  if (link === undefined || key === undefined || trial === undefined || extra !== undefined) {
    throw usage("Name the run's link, its edit key and a trial: stepwell reopen URL KEY TRIAL");
  }
  const { origin, id } = readLink(link);
  const client = connect(origin);
  const options = { headers: { authorization: `Bearer ${key}` } };
  await ask(() => client.api.runs[':id'].reopen.$post({ param: { id }, json: { trial } }, options));
  await driveToVerdict(client, { id, key }, new Progress(process.stdout), undefined);
  return 0;
}
