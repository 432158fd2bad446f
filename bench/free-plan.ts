import { median } from './interleave.ts';
import { printTable } from './print-table.ts';
import { cpuOf, processesOf } from './process-time.ts';
import type { BenchServer } from './server.ts';

/** CPU milliseconds of one request on the free plan. */
const FREE_PLAN_MS = 10;
const REQUESTS_AT_ONCE = 50;
const WARM_UPS = 60;
const EPOCHS = 5;
const MORE_EPOCHS = 25;

/**
 * Measures and prints what a whole step request takes of the CPU of workerd's process. That process simulates R2 too,
 * which on Cloudflare's network runs elsewhere: requests that only read and write there tell how much of it that is.
 */
export async function benchFreePlan(server: BenchServer, rounds: number): Promise<void> {
  await server.ask('prepare', {});
  for (let i = 0; i < WARM_UPS; i++) await server.ask('step-request', { count: MORE_EPOCHS });
  const workerd = await busiest(server);
  const kinds = {
    empty: { path: 'health', count: 0 },
    storage: { path: 'storage', count: 0 },
    step: { path: 'step-request', count: EPOCHS },
    long: { path: 'step-request', count: MORE_EPOCHS },
  };
  const measured: Record<keyof typeof kinds, Cost>[] = [];
  for (let round = 0; round < rounds; round++) {
    measured.push({
      empty: await perRequest(server, workerd, kinds.empty),
      storage: await perRequest(server, workerd, kinds.storage),
      step: await perRequest(server, workerd, kinds.step),
      long: await perRequest(server, workerd, kinds.long),
    });
  }
  const of = (pick: (round: (typeof measured)[number]) => number) => median(measured.map(pick));
  const epoch = of(({ long, step }) => (long.cpu - step.cpu) / (MORE_EPOCHS - EPOCHS));
  // Receiving and answering the request belongs to the Worker, what R2 does to it does not.
  const own = of(({ step, storage, empty }) => step.cpu - storage.cpu + empty.cpu);
  const lines: [string, number][] = [
    [`whole request: table and checkpoint from R2, ${EPOCHS} epochs, checkpoint to R2`, of(({ step }) => step.cpu)],
    ['a request that only reads and writes the same in R2', of(({ storage }) => storage.cpu)],
    ['an empty request', of(({ empty }) => empty.cpu)],
    ["whole request without R2's simulation", own],
    ['of it one epoch: 26 minibatches, 102 validation rows', epoch],
    ['whole request by the clock', of(({ step }) => step.wall)],
  ];
  printTable(
    `A step request of 13-64-64-1 on 404 rows at batch 16: CPU of workerd's process, ms a request`,
    [`medians of ${rounds} times ${REQUESTS_AT_ONCE} requests`, 'ms'],
    lines.map(([what, ms]) => [what, ms.toFixed(2)]),
  );
  const fitting = Math.max(0, Math.floor(EPOCHS + (FREE_PLAN_MS - own) / epoch));
  console.log(`epochs that fit into the ${FREE_PLAN_MS} ms of the free plan, without R2's simulation: ${fitting}`);
}

/** CPU and clock milliseconds of a request. */
interface Cost {
  cpu: number;
  wall: number;
}

async function perRequest(
  server: BenchServer,
  workerd: number,
  { path, count }: { path: string; count: number },
): Promise<Cost> {
  const [cpuBefore, start] = [cpuOf(workerd), performance.now()];
  for (let i = 0; i < REQUESTS_AT_ONCE; i++) await server.ask(path, { count });
  return {
    cpu: (cpuOf(workerd) - cpuBefore) / REQUESTS_AT_ONCE,
    wall: (performance.now() - start) / REQUESTS_AT_ONCE,
  };
}

/** @returns which workerd of the server's group runs the Worker: another passes requests on to it. */
async function busiest(server: BenchServer): Promise<number> {
  const group = processesOf(server.processGroup, 'workerd');
  const before = group.map(cpuOf);
  await server.ask('train', { case: '13-64-64-1', epsilon: 1e-7, count: 20_000 });
  const spent = group.map((pid, i) => cpuOf(pid) - before[i]!);
  const found = group[spent.indexOf(Math.max(...spent))];
  if (found === undefined) throw new Error('No workerd was found below wrangler: its CPU time cannot be measured.');
  return found;
}
