import { app } from '../../apps/api/src/app.ts';

/** Every route that the service answers by, from its own table. */
export const ROUTES = [
  ...new Map(
    app.routes
      .filter(({ method, path }) => method !== 'ALL' && !path.endsWith('*'))
      .map(({ method, path }) => [`${method} ${path}`, { method, path }] as const),
  ).values(),
];
