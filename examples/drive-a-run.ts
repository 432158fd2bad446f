// Take a table through the whole workflow with the typed client. A step is one bounded piece of work; whoever holds the
// edit key may ask for the next one, from anywhere, and the weights come out the same.
//
//   npm run serve                                        in one terminal, then
//   node examples/drive-a-run.ts http://127.0.0.1:8787   in another
import type { AppType } from '@stepwell/api';
import { hc } from 'hono/client';

const url = process.argv[2] ?? 'http://127.0.0.1:8787';
const { api } = hc<AppType>(url);

// A table with a rule in it: "large" depends on the two sizes, "colour" does not.
const rows = Array.from({ length: 200 }, (_, i) => {
  const [width, height] = [(i * 37) % 101, (i * 59) % 89];
  return `${width},${height},${['red', 'blue'][i % 2]},${width + height > 95 ? 'yes' : 'no'}`;
});
const body = `width,height,colour,large\n${rows.join('\n')}\n`;

const dataset = await (
  await api.datasets.$post({ query: {} }, { init: { body, headers: { 'content-type': 'text/csv' } } })
).json();
console.log(dataset.rows, 'rows');

const created = await api.runs.$post({
  json: {
    dataset: dataset.sha256,
    target: ['large'],
    effort: 'quick',
    protocol: 'hold-out',
    model: { epochs: 20, batchSize: 32 },
  },
});
const { id, key } = await created.json();

const authorization = `Bearer ${key}`;
for (let status = 'running'; status === 'running';) {
  const step = api.runs[':id'].step;
  const answer = await step.$post({ param: { id }, json: { client: 'example' } }, { headers: { authorization } });
  status = (await answer.json()).run.status;
}

const report = await (await api.runs[':id'].report.$get({ param: { id }, query: {} })).json();
console.log(report.verdict);
console.log(`${url}/r/${id}`);
