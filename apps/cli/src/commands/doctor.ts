import { cleanText } from '@stepwell/workflow/share';
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ask, connect } from '../client.ts';
import { usage } from '../run-options.ts';
import { startStack, type Stack } from '../stack/stack.ts';

/**
 * `stepwell doctor [--url URL] [--token TOKEN] [--fix] [--at-rest]`: checks the stored data for missing and leftover files.
 *
 * @returns the exit code: 1 if a finding was not fixed.
 */
export async function doctor(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      url: { type: 'string' },
      token: { type: 'string' },
      fix: { type: 'boolean', default: false },
      'at-rest': { type: 'boolean', default: false },
    },
  });
  const given = values.token ?? process.env['STEPWELL_OPERATOR_TOKEN'];
  if (values.url !== undefined) {
    if (given === undefined)
      throw usage(
        'No operator token was given. Set the OPERATOR_TOKEN of the service with --token TOKEN or STEPWELL_OPERATOR_TOKEN.',
      );
    return examine(values.url, given, values.fix, values['at-rest']);
  }
  const token = given ?? randomBytes(32).toString('base64url');
  const stack = await startStack({ quiet: true, dashboard: false, vars: { OPERATOR_TOKEN: token } });
  try {
    requireOwn(stack, given);
    return await examine(stack.url, token, values.fix, values['at-rest']);
  } finally {
    await stack.stop();
  }
}

/** Rejects a service that was already running: it doesn't accept the token generated for this command. */
function requireOwn({ started, url }: Stack, given: string | undefined): void {
  if (started || given !== undefined) return;
  throw usage(
    `The service of this checkout is already running at ${url}. Stop it first, or set its operator token with --token TOKEN.`,
  );
}

async function examine(url: string, token: string, fix: boolean, atRest: boolean): Promise<number> {
  const client = connect(url);
  const options = { headers: { authorization: `Bearer ${token}` } };
  const examined = { runs: 0, objects: 0 };
  let [found, fixed] = [0, 0];
  let cursor: string | undefined;
  do {
    const json = { fix, cursor, ...(atRest ? { olderThanSeconds: 0 } : {}) };
    const answer = await ask(() => client.api.operator.doctor.$post({ json }, options));
    examined.runs += answer.examined.runs;
    examined.objects += answer.examined.objects;
    for (const finding of answer.findings) {
      found++;
      if (finding.fixed) fixed++;
      const line = `${finding.kind}${finding.fixed ? ', fixed' : ''}: ${finding.where}: ${finding.finding}`;
      process.stdout.write(`${cleanText(line)}\n`);
    }
    cursor = answer.cursor ?? undefined;
  } while (cursor !== undefined);
  const result = found === 0 ? 'nothing to fix' : `${found} found, ${fixed} fixed`;
  process.stdout.write(`Checked ${examined.runs} runs and ${examined.objects} objects: ${result}.\n`);
  return found === fixed ? 0 : 1;
}
