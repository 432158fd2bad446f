import { app } from './app.ts';
import { scheduled } from './scheduled.ts';

export { RunWorkflow } from './run-workflow.ts';

export default { fetch: app.fetch, scheduled };
