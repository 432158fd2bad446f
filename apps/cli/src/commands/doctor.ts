import { cleanText } from '@stepwell/workflow/share';
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ask, connect } from '../client.ts';
import { usage } from '../run-options.ts';
import { startStack, type Stack } from '../stack/stack.ts';

/**
 * `stepwell doctor [--url URL] [--token TOKEN] [--mend] [--at-rest]`: looks for what is missing and for what nobody needs.
 * Resolves to the exit code: 1 when something was found and not mended.
 */
export async function doctor(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      url: { type: 'string' },
      token: { type: 'string' },
      mend: { type: 'boolean', default: false },
      'at-rest': { type: 'boolean', default: false },
    },
  });
  const given = values.token ?? process.env['STEPWELL_OPERATOR_TOKEN'];
  if (values.url !== undefined) {
    if (given === undefined) throw usage('Whose service is it? --token takes its OPERATOR_TOKEN.');
    return examine(values.url, given, values.mend, values['at-rest']);
  }
  const token = given ?? randomBytes(32).toString('base64url');
  const stack = await startStack({ quiet: true, dashboard: false, vars: { OPERATOR_TOKEN: token } });
  try {
    requireOwn(stack, given);
    return await examine(stack.url, token, values.mend, values['at-rest']);
  } finally {
    await stack.stop();
  }
}

/** A service that was running already does not know the token that was made up here. */
function requireOwn({ started, url }: Stack, given: string | undefined): void {
  if (started || given !== undefined) return;
  throw usage(`The service of this checkout runs already, at ${url}. Stop it first, or say its token: --token TOKEN.`);
}

async function examine(url: string, token: string, mend: boolean, atRest: boolean): Promise<number> {
  const client = connect(url);
  const options = { headers: { authorization: `Bearer ${token}` } };
  const looked = { runs: 0, objects: 0 };
  let [found, mended] = [0, 0];
  let cursor: string | undefined;
  do {
    const json = { mend, cursor, ...(atRest ? { olderThanSeconds: 0 } : {}) };
    const answer = await ask(() => client.api.operator.doctor.$post({ json }, options));
    looked.runs += answer.looked.runs;
    looked.objects += answer.looked.objects;
    for (const finding of answer.findings) {
      found++;
      if (finding.mended) mended++;
      const line = `${finding.kind}${finding.mended ? ', mended' : ''}: ${finding.where}: ${finding.finding}`;
      process.stdout.write(`${cleanText(line)}\n`);
    }
    cursor = answer.cursor ?? undefined;
  } while (cursor !== undefined);
  const result = found === 0 ? 'nothing to mend' : `${found} findings, ${mended} of them mended`;
  process.stdout.write(`Looked at ${looked.runs} runs and ${looked.objects} objects: ${result}.\n`);
  return found === mended ? 0 : 1;
}
