import { ask, connect } from '../client.ts';
import { Progress } from '../progress.ts';
import { readKeyed, readLink } from '../run-link.ts';
import { usage } from '../run-options.ts';
import { driveToVerdict } from '../run-to-verdict.ts';
import { watchToVerdict } from '../watch-to-verdict.ts';

/** `stepwell watch URL`: looks on while others drive. Leaving changes nothing. Resolves to the exit code. */
export async function watch(argv: string[]): Promise<number> {
  const [link, extra] = argv;
  if (link === undefined || extra !== undefined) throw usage("Name the run's link: stepwell watch URL");
  const { origin, id } = readLink(link);
  await watchToVerdict(connect(origin), id, new Progress(process.stdout));
  return 0;
}

/** `stepwell drive URL KEY`: drives a run from here, beside whoever else does. Leaving loses nothing. */
export async function join(argv: string[]): Promise<number> {
  const { client, id, key } = withKey(argv, 'drive');
  await driveToVerdict(client, { id, key }, new Progress(process.stdout), undefined);
  return 0;
}

/** `stepwell background URL KEY`: hands a run to the service. */
export async function background(argv: string[]): Promise<number> {
  const { client, id, options } = withKey(argv, 'background');
  await ask(() => client.api.runs[':id']['background'].$post({ param: { id } }, options));
  process.stdout.write('The service keeps it going; nobody has to watch.\n');
  return 0;
}

/** `stepwell foreground URL KEY`: takes a run back from the service, which leaves after the step under way. */
export async function foreground(argv: string[]): Promise<number> {
  const { client, id, options } = withKey(argv, 'foreground');
  await ask(() => client.api.runs[':id']['foreground'].$post({ param: { id } }, options));
  process.stdout.write('The service has left it where it stands.\n');
  return 0;
}

/** `stepwell delete URL KEY`: deletes a run with all that is kept of it. */
export async function remove(argv: string[]): Promise<number> {
  const { client, id, options } = withKey(argv, 'delete');
  await ask(async () => {
    const answer = await client.api.runs[':id'].$delete({ param: { id } }, options);
    // Where there is nothing left to say, there is no body.
    return { ok: answer.ok, status: answer.status, json: async () => (answer.ok ? null : answer.json()) };
  });
  process.stdout.write('The run is gone.\n');
  return 0;
}

function withKey(argv: string[], command: string) {
  const { origin, id, key } = readKeyed(argv, 0, `stepwell ${command} URL KEY`);
  return { client: connect(origin), id, key, options: { headers: { authorization: `Bearer ${key}` } } };
}
