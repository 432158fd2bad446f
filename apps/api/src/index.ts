import { app } from './app.ts';

export { RunWorkflow } from './run-workflow.ts';

export default app;
