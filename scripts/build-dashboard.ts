// Builds the dashboard, unless it is newer than all it is built from.
import { buildDashboard } from '../apps/cli/src/stack/build-dashboard.ts';

await buildDashboard((line) => console.log(line));
