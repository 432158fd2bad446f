import { ask, connect } from '../client.ts';
import { defineCommand } from '../command/command.ts';
import { readKeyed } from '../run-link.ts';

/** Stops the service from driving a run, after the current step. */
export const foreground = defineCommand(
  {
    name: 'foreground',
    summary: 'Stop the service from driving a run',
    arguments: 'URL KEY',
    options: {},
    example: 'STEPWELL_KEY=… stepwell foreground https://stepwell.example/r/RUN',
  },
  async ({ positionals }) => {
    const { origin, id, headers } = readKeyed(positionals, 0, 'stepwell foreground URL KEY');
    await ask(() => connect(origin).api.runs[':id']['foreground'].$post({ param: { id } }, { headers }));
    process.stdout.write('The service has stopped driving the run. Continue it with: stepwell drive URL KEY\n');
    return 0;
  },
);
