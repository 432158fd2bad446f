import { ask, connect } from '../client.ts';
import { defineCommand } from '../command/command.ts';
import { readKeyed } from '../run-link.ts';

/** Deletes a run and all of its data. */
export const deleteRun = defineCommand(
  {
    name: 'delete',
    summary: 'Delete a run and all of its data',
    arguments: 'URL KEY',
    options: {},
    example: 'STEPWELL_KEY=… stepwell delete https://stepwell.example/r/RUN',
  },
  async ({ positionals }) => {
    const { origin, id, headers } = readKeyed(positionals, 0, 'stepwell delete URL KEY');
    await ask(async () => {
      const answer = await connect(origin).api.runs[':id'].$delete({ param: { id } }, { headers });
      // A successful deletion is answered without a body.
      return { ok: answer.ok, status: answer.status, json: async () => (answer.ok ? null : answer.json()) };
    });
    process.stdout.write('The run was deleted.\n');
    return 0;
  },
);
