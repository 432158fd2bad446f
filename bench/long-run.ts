import type { Report } from '@stepwell/workflow';
import { createReadStream, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join } from 'node:path';
import { DASHBOARD } from '../apps/cli/src/stack/build-dashboard.ts';
import type { LiveResponse, RunView } from '../apps/web/src/api/client.ts';
import { generator } from '@stepwell/base/random';

const ID = 'benchmarkOfLongCurves0';
const FOLDS = 5;
const POINTS_A_PAGE = 250;
const PAGES_A_READ = 200;
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

interface Page {
  seq: number;
  fit: string;
  points: { epoch: number; trainLoss: number; validationLoss: number; validationScore: number }[];
}

/** A server with a single run in it, under way and far longer than the service allows: 2,000 epochs a fit. */
export interface LongRun {
  url: string;
  /** Lets every fold come this many epochs further. */
  grow: (epochs: number) => void;
  close: () => void;
}

/** Serves the built dashboard and the answers of the API for a run of five folds. */
export async function serveLongRun(epochs: number): Promise<LongRun> {
  const pages: Page[] = [];
  const random = generator(1, 'bench', 'curves');
  let reached = 0;
  const grow = (more: number) => {
    for (let fold = 0; fold < FOLDS; fold++) {
      for (let from = 0; from < more; from += POINTS_A_PAGE) {
        const points = Array.from({ length: Math.min(POINTS_A_PAGE, more - from) }, (_, i) => {
          const epoch = reached + from + i + 1;
          const falling = 0.4 + Math.exp(-epoch / 1500);
          return {
            epoch,
            trainLoss: falling * 0.7 + 0.1 * random.uniform(),
            validationLoss: falling + epoch / 60_000 + 0.2 * random.uniform(),
            validationScore: 1 - falling / 2 - 0.1 * random.uniform(),
          };
        });
        pages.push({ seq: pages.length + 1, fit: `rung-1/fold-${fold}`, points });
      }
    }
    reached += more;
  };
  grow(epochs);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const answer = url.pathname.startsWith('/api/') ? apiAnswer(url, pages) : null;
    if (answer !== null) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer));
      return;
    }
    const path = url.pathname.startsWith('/r/') ? '/r.html' : url.pathname;
    const file = join(DASHBOARD, path);
    response.statusCode = existsSync(file) && extname(file) !== '' ? 200 : 404;
    if (response.statusCode === 404) response.end();
    else {
      response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
      createReadStream(file).pipe(response);
    }
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}/r/${ID}?stage=scale-up`, grow, close: () => server.close() };
}

function apiAnswer(url: URL, pages: readonly Page[]): unknown {
  if (url.pathname.endsWith('/live')) {
    const after = Number(url.searchParams.get('after'));
    const unread = pages.filter(({ seq }) => seq > after);
    const read = unread.slice(0, PAGES_A_READ);
    const more = unread.length > read.length;
    return { run: VIEW, pages: read, more, next: read.at(-1)?.seq ?? after } satisfies LiveResponse;
  }
  return url.pathname.endsWith('/report') ? REPORT : VIEW;
}

const VIEW: RunView = {
  id: ID,
  name: 'long curves',
  target: ['y'],
  effort: 'thorough',
  seed: 0,
  rows: 1000,
  columns: 5,
  status: 'running',
  stoppedBy: null,
  stage: 'scale-up',
  verdict: 'Under way.',
  headline: { outcome: 'running', value: null, caption: null },
  improvement: null,
  failure: null,
  version: 1,
  steps: 1,
  work: null,
  progress: { fits: FOLDS, done: 0, fraction: 0.5 },
  driver: { service: false, last: 'page', failure: null },
  predictions: 'link',
  createdAt: 0,
  updatedAt: 0,
};

const REPORT: Report = {
  schema: 'stepwell.report/2',
  run: { id: ID, url: '', seed: 0, status: 'running', stoppedBy: null, steps: 1, wallSeconds: 1, failure: null },
  dataset: { name: 'long curves', sha256: '0'.repeat(64), rows: 1000, columns: 5, audit: [] },
  problem: null,
  measure: { name: 'accuracy', greaterIsBetter: true, why: '', expression: null, threshold: 0.5 },
  protocol: null,
  preparation: null,
  baselines: null,
  gate: null,
  scaleUp: null,
  tune: null,
  certainty: null,
  explanation: null,
  test: null,
  model: null,
  plan: null,
  decisions: [],
  improvement: null,
  summary: null,
  verdict: 'Under way.',
  spec: {
    dataset: '0'.repeat(64),
    target: ['y'],
    drop: [],
    keep: [],
    prepare: {},
    model: {},
    seed: 0,
    effort: 'thorough',
    ignoreGate: false,
  },
};

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
