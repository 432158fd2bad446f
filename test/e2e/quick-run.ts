import { expect, type Page } from '@playwright/test';

/** A run that was made for a test. */
export interface QuickRun {
  id: string;
  key: string;
}

/** What the run is asked for, beside a table and its target `y`. */
export interface QuickSpec {
  seed?: number;
  drop?: string[];
  model?: Record<string, unknown>;
}

/** Uploads a table and creates a quick run that predicts `y`; nothing of it is computed yet. */
export async function createQuickRun(page: Page, csv: string, spec: QuickSpec = {}): Promise<QuickRun> {
  const uploaded = await page.request.post('/api/datasets', { headers: { 'content-type': 'text/csv' }, data: csv });
  const dataset: unknown = await uploaded.json();
  const created = await page.request.post('/api/runs', {
    data: {
      dataset: textOf(dataset, 'sha256'),
      name: 'table',
      target: ['y'],
      effort: 'quick',
      protocol: 'hold-out',
      ...spec,
    },
  });
  expect(created.status(), await created.text()).toBeLessThan(300);
  const run: unknown = await created.json();
  return { id: textOf(run, 'id'), key: textOf(run, 'key') };
}

/** Does a run's steps until it has ended. */
export async function finishRun(page: Page, { id, key }: QuickRun): Promise<void> {
  let status = 'running';
  while (status === 'running') {
    const step = await page.request.post(`/api/runs/${id}/step`, {
      headers: { authorization: `Bearer ${key}` },
      data: { client: 'test' },
      timeout: 60_000,
    });
    expect(step.status(), await step.text()).toBe(200);
    const answer: unknown = await step.json();
    status = textOf(Reflect.get(Object(answer), 'run'), 'status');
  }
  expect(status).toBe('finished');
}

function textOf(value: unknown, name: string): string {
  return String(Reflect.get(Object(value), name));
}
