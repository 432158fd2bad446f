import { ask, connect } from '../client.ts';
import { readKeyed } from '../run-link.ts';
import { usage } from '../run-options.ts';

const SYNOPSIS = 'stepwell predictions URL KEY on|off';
const DONE = {
  on: 'Whoever has a link to the run can use its model.\n',
  off: 'Only who holds the key can use the model of the run. Copies of it that others have remain.\n',
};

/** `stepwell predictions URL KEY on|off`: switches predictions on or off for those who have no key. @returns the exit code. */
export async function predictions(argv: string[]): Promise<number> {
  const { origin, id, key, more } = readKeyed(argv, 1, SYNOPSIS);
  const [to] = more;
  if (to !== 'on' && to !== 'off') throw usage(`"${to}" is neither on nor off. Usage: ${SYNOPSIS}.`);
  const options = { headers: { authorization: `Bearer ${key}` } };
  const json = { predictions: to === 'on' ? ('link' as const) : ('key' as const) };
  await ask(() => connect(origin).api.runs[':id'].access.$post({ param: { id }, json }, options));
  process.stdout.write(DONE[to]);
  return 0;
}
