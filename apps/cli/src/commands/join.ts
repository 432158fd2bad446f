import { ask, connect } from '../client.ts';
import { Progress } from '../progress.ts';
import { readKeyed, readLink } from '../run-link.ts';
import { usage } from '../run-options.ts';
import { driveToVerdict } from '../run-to-verdict.ts';
import { watchToVerdict } from '../watch-to-verdict.ts';

/** `stepwell watch URL`: watches a run without driving it. @returns the exit code. */
export async function watch(argv: string[]): Promise<number> {
  const [link, extra] = argv;
  if (link === undefined || extra !== undefined) throw usage("The run's link is missing. Usage: stepwell watch URL");
  const { origin, id } = readLink(link);
  await watchToVerdict(connect(origin), id, new Progress(process.stdout));
  return 0;
}

/** `stepwell drive URL KEY`: drives a run from this terminal. Ending the command loses nothing. @returns the exit code. */
export async function join(argv: string[]): Promise<number> {
  const { client, id, key } = parseKeyed(argv, 'drive');
  await driveToVerdict(client, { id, key }, new Progress(process.stdout), undefined);
  return 0;
}

/** `stepwell background URL KEY`: lets the service finish a run. @returns the exit code. */
export async function background(argv: string[]): Promise<number> {
  const { client, id, options } = parseKeyed(argv, 'background');
  await ask(() => client.api.runs[':id']['background'].$post({ param: { id } }, options));
  process.stdout.write('The service is finishing the run in the background. You can close this terminal.\n');
  return 0;
}

/** `stepwell foreground URL KEY`: stops the service from driving a run, after the current step. @returns the exit code. */
export async function foreground(argv: string[]): Promise<number> {
  const { client, id, options } = parseKeyed(argv, 'foreground');
  await ask(() => client.api.runs[':id']['foreground'].$post({ param: { id } }, options));
  process.stdout.write('The service has stopped driving the run. Continue it with: stepwell drive URL KEY\n');
  return 0;
}

/** `stepwell delete URL KEY`: deletes a run and all of its data. @returns the exit code. */
export async function remove(argv: string[]): Promise<number> {
  const { client, id, options } = parseKeyed(argv, 'delete');
  await ask(async () => {
    const answer = await client.api.runs[':id'].$delete({ param: { id } }, options);
    // A successful deletion is answered without a body.
    return { ok: answer.ok, status: answer.status, json: async () => (answer.ok ? null : answer.json()) };
  });
  process.stdout.write('The run was deleted.\n');
  return 0;
}

function parseKeyed(argv: string[], command: string) {
  const { origin, id, key } = readKeyed(argv, 0, `stepwell ${command} URL KEY`);
  return { client: connect(origin), id, key, options: { headers: { authorization: `Bearer ${key}` } } };
}
