import { cleanText } from '@stepwell/workflow/share';
import { randomBytes } from 'node:crypto';
import { ask, connect, type Client } from '../client.ts';
import { defineCommand } from '../command/command.ts';
import { usage } from '../command/usage-error.ts';
import { EXIT } from '../exit-codes.ts';
import { checkOutputs, streamBeside, writeJson } from '../output.ts';
import { startStack, type Stack } from '../stack/stack.ts';

/** Checks the stored data for missing and leftover files. */
export const doctor = defineCommand(
  {
    name: 'doctor',
    summary: 'Check the stored data for missing and leftover files',
    arguments: '',
    options: {
      fix: { type: 'boolean', help: 'Fix what can be fixed; the rest is reported with instructions' },
      'at-rest': {
        type: 'boolean',
        help: 'Include files from the last hour; use it only while nothing runs or uploads',
      },
      url: {
        type: 'string',
        value: 'URL',
        help: 'Check this Stepwell service (default: the one on this machine)',
      },
      token: {
        type: 'string',
        value: 'TOKEN',
        help: "Set the service's OPERATOR_TOKEN (default: STEPWELL_OPERATOR_TOKEN)",
      },
      json: {
        type: 'string',
        value: 'FILE',
        help: 'Write the findings as JSON; - writes only that to the standard output',
      },
    },
    example: 'stepwell doctor --fix',
  },
  async ({ values }) => {
    const given = values.token ?? process.env['STEPWELL_OPERATOR_TOKEN'];
    const { json, fix = false, 'at-rest': atRest = false } = values;
    await checkOutputs({ json });
    const asked = { fix, atRest, json };
    if (values.url !== undefined) {
      if (given === undefined)
        throw usage(
          'No operator token was given. Set the OPERATOR_TOKEN of the service with --token TOKEN or STEPWELL_OPERATOR_TOKEN.',
        );
      return examine(values.url, given, asked);
    }
    const token = given ?? randomBytes(32).toString('base64url');
    const stack = await startStack({ quiet: true, dashboard: false, vars: { OPERATOR_TOKEN: token } });
    try {
      requireOwn(stack, given);
      return await examine(stack.url, token, asked);
    } finally {
      await stack.stop();
    }
  },
);

/** Rejects a service that was already running: it doesn't accept the token generated for this command. */
function requireOwn({ started, url }: Stack, given: string | undefined): void {
  if (started || given !== undefined) return;
  throw usage(
    `The service of this checkout is already running at ${url}. Stop it first, or set its operator token with --token TOKEN.`,
  );
}

/** What is asked of the doctor, and where the findings go. */
interface Asked {
  fix: boolean;
  atRest: boolean;
  json: string | undefined;
}

type Finding = Awaited<ReturnType<typeof examinePage>>['findings'][number];

async function examine(url: string, token: string, { fix, atRest, json }: Asked): Promise<number> {
  const out = streamBeside(json);
  const client = connect(url);
  const examined = { runs: 0, objects: 0 };
  const findings: Finding[] = [];
  let cursor: string | undefined;
  do {
    const answer = await examinePage(client, token, { fix, cursor, ...(atRest ? { olderThanSeconds: 0 } : {}) });
    examined.runs += answer.examined.runs;
    examined.objects += answer.examined.objects;
    for (const finding of answer.findings) {
      findings.push(finding);
      const line = `${finding.kind}${finding.fixed ? ', fixed' : ''}: ${finding.where}: ${finding.finding}`;
      out.write(`${cleanText(line)}\n`);
    }
    cursor = answer.cursor ?? undefined;
  } while (cursor !== undefined);
  const found = findings.length;
  const fixed = findings.filter((finding) => finding.fixed).length;
  const result = found === 0 ? 'nothing to fix' : `${found} found, ${fixed} fixed`;
  out.write(`Checked ${examined.runs} runs and ${examined.objects} objects: ${result}.\n`);
  await writeJson(json, { examined, found, fixed, findings });
  return found === fixed ? EXIT.done : EXIT.found;
}

function examinePage(
  client: Client,
  token: string,
  json: { fix: boolean; cursor: string | undefined; olderThanSeconds?: number },
) {
  const options = { headers: { authorization: `Bearer ${token}` } };
  return ask(() => client.api.operator.doctor.$post({ json }, options));
}
