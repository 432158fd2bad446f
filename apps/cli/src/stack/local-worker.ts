// A process that runs a bundled Worker in workerd until it's stopped. Its only argument is `LocalWorker` as JSON; it sends its
// address to whoever started it.
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type V4WorkerOptions } from 'miniflare';
import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { unstable_getMiniflareWorkerOptions as readConfig } from 'wrangler';
import { WORKER_NAME, type LocalWorker } from './local-worker-options.ts';

/** The Worker's modules, as wrangler wrote them. */
type Modules = Extract<V4WorkerOptions, { modules: unknown }>['modules'];

const { config, folder, port, inspectorPort, persistTo, vars }: LocalWorker = JSON.parse(process.argv[2] ?? '');
const { modulesRules: rules = [], ...options } = readConfig(config).workerOptions;

/** @returns the type of a module that the script imports: wrangler.toml's rule for files that end alike. */
function typeOf(name: string) {
  const rule = rules.find(({ include }) => include.some((glob) => extname(glob) === extname(name)));
  if (rule === undefined) throw new Error(`wrangler.toml has no rule for ${name}.`);
  return rule.type;
}

/** @returns the modules of a bundle; workerd starts the first. */
function modulesOf(names: string[]): Modules {
  const script = names.filter((name) => name.endsWith('.js'));
  const others = names.filter((name) => !/\.js$|\.map$|\.md$/.test(name));
  return [
    ...script.map((name) => ({ type: 'ESModule' as const, path: join(folder, name) })),
    ...others.map((name) => ({ type: typeOf(name), path: join(folder, name) })),
  ];
}

const worker = {
  ...options,
  name: WORKER_NAME,
  modules: modulesOf(readdirSync(folder)),
  modulesRoot: folder,
  bindings: Object.assign({}, options['bindings'], vars),
};
const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    host: '127.0.0.1',
    port,
    ...(inspectorPort === undefined ? {} : { inspectorPort }),
    // The same place as `wrangler dev --persist-to`.
    resourcePersistencePath: join(persistTo, 'v3'),
    // The scheduled job can be started with a request.
    unsafeTriggerHandlers: true,
    // Nothing is asked of the network.
    cf: false,
    log: new Log(LogLevel.INFO),
    workers: [worker],
  }),
);
const end = () => void miniflare.dispose().finally(() => process.exit());
process.once('SIGTERM', end);
process.once('SIGINT', end);
// Whoever started it has ended, without having been able to stop it.
process.once('disconnect', end);
const { origin } = await miniflare.ready;
process.send?.(origin);
