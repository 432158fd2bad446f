import { ask, connect } from '../client.ts';
import { defineCommand } from '../command/command.ts';
import { usage } from '../command/usage-error.ts';
import { readKeyed } from '../run-link.ts';

const SYNOPSIS = 'stepwell predictions URL KEY on|off';
const DONE = {
  on: 'Whoever has a link to the run can use its model.\n',
  off: 'Only who holds the key can use the model of the run. Copies of it that others have remain.\n',
};

/** Switches predictions on or off for those who have no key. */
export const predictions = defineCommand(
  {
    name: 'predictions',
    summary: "Switch predictions and the model's download on or off for those who have no key",
    arguments: 'URL KEY on|off',
    options: {},
    example: 'STEPWELL_KEY=… stepwell predictions https://stepwell.example/r/RUN off',
    notes: ['With the key, predict and export still work: set STEPWELL_KEY and add --with-key.'],
  },
  async ({ positionals }) => {
    const { origin, id, headers, more } = readKeyed(positionals, 1, SYNOPSIS);
    const [to] = more;
    if (to !== 'on' && to !== 'off') throw usage(`"${to}" is neither on nor off. Usage: ${SYNOPSIS}.`);
    const json = { predictions: to === 'on' ? ('link' as const) : ('key' as const) };
    await ask(() => connect(origin).api.runs[':id'].access.$post({ param: { id }, json }, { headers }));
    process.stdout.write(DONE[to]);
    return 0;
  },
);
