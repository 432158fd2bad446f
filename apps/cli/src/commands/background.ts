import { ask, connect } from '../client.ts';
import { defineCommand } from '../command/command.ts';
import { readKeyed } from '../run-link.ts';
import { WEBHOOK_OPTION } from '../run-option-list.ts';
import { addWebhook } from '../run-webhook.ts';

/** Lets the service finish a run. */
export const background = defineCommand(
  {
    name: 'background',
    summary: 'Let the service finish a run',
    arguments: 'URL KEY',
    options: { webhook: WEBHOOK_OPTION },
    example: 'STEPWELL_KEY=… stepwell background https://stepwell.example/r/RUN',
  },
  async ({ values: { webhook }, positionals }) => {
    const { origin, id, key, headers } = readKeyed(positionals, 0, 'stepwell background URL KEY');
    const client = connect(origin);
    if (webhook !== undefined) await addWebhook(client, { id, key }, webhook, process.stdout);
    await ask(() => client.api.runs[':id']['background'].$post({ param: { id } }, { headers }));
    process.stdout.write('The service is finishing the run in the background. You can close this terminal.\n');
    return 0;
  },
);
