import { ask, connect } from '../client.ts';
import { defineCommand } from '../command/command.ts';
import { readKeyed } from '../run-link.ts';

/** Lets the service finish a run. */
export const background = defineCommand(
  {
    name: 'background',
    summary: 'Let the service finish a run',
    arguments: 'URL KEY',
    options: {},
    example: 'STEPWELL_KEY=… stepwell background https://stepwell.example/r/RUN',
  },
  async ({ positionals }) => {
    const { origin, id, headers } = readKeyed(positionals, 0, 'stepwell background URL KEY');
    await ask(() => connect(origin).api.runs[':id']['background'].$post({ param: { id } }, { headers }));
    process.stdout.write('The service is finishing the run in the background. You can close this terminal.\n');
    return 0;
  },
);
