// Bundles the Worker, unless there is a bundle of the same sources.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorker } from '../apps/cli/src/stack/bundle.ts';
import { DASHBOARD } from '../apps/cli/src/stack/build-dashboard.ts';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';

// Wrangler wants the folder of the assets, though the bundle has none of them.
await mkdir(DASHBOARD, { recursive: true });
await bundleWorker(join(PROJECT, 'wrangler.toml'));
