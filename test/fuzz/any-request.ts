import fc from 'fast-check';
import { anyFile } from '../../packages/data/src/testing/archive/any-file.ts';
import { asBytes, mostly, nastyText, nastyValue } from './any-json.ts';
import { anySpec } from './any-spec.ts';

/** A request as it goes over the wire. */
export interface AnyRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | null;
}

/** What there is, for a request to be about. */
export interface Known {
  /** `POST /api/runs/:id/step` and so on: every route that the service answers by. */
  routes: { method: string; path: string }[];
  runs: { id: string; key: string }[];
  /** Runs that were trained elsewhere. */
  logs: { id: string; key: string }[];
  datasets: string[];
  /** Further links to some of the runs. */
  links: string[];
  /** The operator's token. */
  operator: string;
  /** The rows of a table. */
  csv: string;
}

const MEDIA = [
  'application/json',
  'application/json; charset=utf-16',
  'text/csv',
  'text/plain',
  'application/zip',
  'application/octet-stream',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  '',
  ';',
  'a/b/c',
];

/** A browser's key, of the example of RFC 8291. */
const KNOWN_POINT = 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'PROPFIND'];

const queries = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  {
    weight: 3,
    arbitrary: fc
      .array(
        fc.tuple(
          fc.constantFrom(
            'after',
            'seen',
            'skip',
            'first',
            'rows',
            'v',
            'theme',
            'part',
            'sample',
            'url',
            'maxwidth',
            'format',
            'key',
            '__proto__',
            'x',
          ),
          fc.oneof(
            nastyText,
            fc.constantFrom(
              '0',
              '1',
              '-1',
              '0.5',
              '1e9',
              'train',
              'test',
              'light',
              'dark',
              'json',
              'xml',
              '9'.repeat(30),
            ),
          ),
        ),
        { minLength: 1, maxLength: 3 },
      )
      .map(
        (pairs) =>
          `?${pairs.map(([name, value]) => `${name}=${encodeURIComponent(value.replaceAll(/\p{Surrogate}/gu, '?'))}`).join('&')}`,
      ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('?', '?%', '?%zz=%ff', '?a=%C0%AF', '?after=1&after=2', `?x=${'y'.repeat(3_000)}`),
  },
);

const headers = fc
  .record(
    {
      accept: fc.constantFrom('*/*', 'text/html', 'application/json', 'image/webp', 'q=;;;'),
      // Only those that an answer can be given in: the local proxy refuses others after the fact.
      'accept-encoding': fc.constantFrom('gzip', 'br', 'x'),
      'if-none-match': fc.constantFrom('*', '"x"', 'W/"', '"card-1.0"'),
      range: fc.constantFrom('bytes=0-10', 'bytes=9999999-', 'lines=1'),
      origin: fc.constantFrom('https://example.org', 'null', 'http://[', 'file://'),
      'content-encoding': fc.constantFrom('gzip', 'identity', 'br', ''),
      'x-forwarded-for': fc.constantFrom('1.2.3.4', '::1, 2', 'x'),
      'cf-connecting-ip': fc.constantFrom('1.2.3.4', '2001:db8::1', 'no address'),
      cookie: fc.constant('a=b'),
      'x-http-method-override': fc.constantFrom('DELETE', 'PUT'),
      'x-long': fc.constant('z'.repeat(6_000)),
      expect: fc.constant('100-continue'),
    },
    { requiredKeys: [] },
  )
  // Most clients send few of them.
  .chain((all) => fc.subarray(Object.entries(all), { maxLength: Math.min(4, Object.keys(all).length) }))
  .map((some) => Object.fromEntries(some));

/** Requests of every kind to a service, by grammar and damaged. */
export function anyRequest(known: Known): fc.Arbitrary<AnyRequest> {
  const spec = anySpec(known.datasets);
  const isLogged = (pattern: string) => pattern.includes('/logs/') || pattern.startsWith('/l/');
  const run = (pattern: string) => fc.constantFrom(...(isLogged(pattern) ? known.logs : known.runs));
  const badId = fc.oneof(
    fc.constantFrom(
      'x',
      'a'.repeat(22),
      'a'.repeat(21),
      '%00',
      '..',
      '%2e%2e',
      '%ff',
      "1'--",
      '__proto__',
      'A'.repeat(2_000),
    ),
    fc.string({ minLength: 22, maxLength: 22, unit: fc.constantFrom('a', 'b', 'c', 'X', 'Y', 'Z', '0', '1', '9') }),
  );
  const path = (pattern: string) =>
    fc
      .tuple(
        fc.oneof(
          { weight: 4, arbitrary: run(pattern).map(({ id }) => id) },
          { weight: 1, arbitrary: fc.constantFrom(...known.links) },
          { weight: 1, arbitrary: badId },
        ),
        fc.constantFrom(...known.datasets, 'g'.repeat(64), 'x'),
        fc.oneof({ weight: 1, arbitrary: fc.constantFrom(...known.links) }, { weight: 9, arbitrary: badId }),
      )
      .map(([id, sha256, other]) =>
        pattern
          .replace(':id', id)
          .replace(':sha256', sha256)
          .replace(/:[a-z]+/g, other)
          .replace('*', 'x'),
      );
  const authorization = (route: string) => {
    // What is deleted can be asked for nothing else.
    const rarely = /^DELETE \/api\/(?:runs|logs)\/:id$/.test(route);
    if (route.includes('/operator/')) {
      return fc.oneof(
        { weight: 4, arbitrary: fc.constant(`Bearer ${known.operator}`) },
        {
          weight: 1,
          arbitrary: fc.constantFrom(null, 'Bearer', `Basic ${known.operator}`, `Bearer ${known.operator}x`),
        },
      );
    }
    return fc.oneof(
      { weight: rarely ? 40 : 3, arbitrary: fc.constant(null) },
      { weight: rarely ? 1 : 3, arbitrary: run(route).map(({ key }) => `Bearer ${key}`) },
      { weight: 1, arbitrary: fc.constantFrom('Bearer', 'Bearer x', 'Basic eDp5', 'bearer é', 'x'.repeat(4_000)) },
    );
  };
  const stepBody = fc.record(
    {
      client: mostly(fc.constantFrom('fuzz', 'tab-1')),
      expect: mostly(fc.nat(50)),
      minibatches: mostly(fc.integer({ min: 1, max: 20 })),
    },
    { requiredKeys: [] },
  );
  const linkBody = fc.record({ days: mostly(fc.integer({ min: 1, max: 400 })) }, { requiredKeys: [] });
  // Mostly on, so that there is something to ask for.
  const accessBody = fc.record({ predictions: mostly(fc.constantFrom('link', 'link', 'link', 'key')) });
  const sha256 = mostly(fc.constantFrom(...known.datasets, 'a'.repeat(64), null));
  const checkBody = fc.record({
    result: mostly(fc.constantFrom('same', 'different')),
    where: mostly(
      fc.record({
        kind: fc.constantFrom('browser', 'terminal'),
        name: mostly(fc.constant('Node')),
        version: mostly(fc.constant('24.9.0')),
      }),
    ),
    weights: sha256,
    dataset: sha256,
  });
  // Nobody is there: neither at this port, nor under this domain.
  const address = mostly(
    fc.constantFrom(
      'http://127.0.0.1:9/hook',
      'https://fuzz.example/hook',
      'https://[::ffff:7f00:1]/',
      'https://10.0.0.1/',
      'http://0x7f.1:9/',
      'https://fuzz.example/\u0000?\ud800#x',
      'javascript:alert(1)',
    ),
  );
  const key = (length: number) =>
    mostly(fc.constantFrom('A'.repeat(length), `B${'A'.repeat(length - 1)}`, KNOWN_POINT));
  const alertBody = fc.oneof(
    fc.record({ webhook: address }),
    fc.record({
      push: mostly(fc.record({ endpoint: address, keys: fc.record({ p256dh: key(87), auth: key(22) }) })),
    }),
  );
  const logBody = fc.record(
    { project: mostly(nastyText), name: mostly(nastyText), config: mostly(fc.dictionary(fc.string(), nastyValue)) },
    { requiredKeys: ['project'] },
  );
  const number = mostly(fc.oneof(fc.double(), fc.constantFrom('NaN', '-inf', null)));
  const points = fc.array(
    fc.record({
      step: mostly(fc.integer()),
      values: mostly(fc.dictionary(fc.oneof(fc.constantFrom('loss', 'a/b'), fc.string()), number)),
    }),
    { minLength: 1, maxLength: 5 },
  );
  const pointsBody = fc.record({ seq: mostly(fc.integer({ min: 1, max: 4 })), points: mostly(points) });
  const some = mostly(fc.array(mostly(fc.constantFrom(0, 1, 'a', [0.5, 0.5])), { maxLength: 4 }));
  const predictionsBody = fc.record({
    part: mostly(fc.constantFrom('validation', 'test')),
    task: mostly(fc.constantFrom('classification', 'regression')),
    truths: fc.oneof(fc.constant([0, 1, 1]), some),
    predictions: fc.oneof(fc.constant([1, 1, 0]), some),
  });
  const finishBody = fc.record({ status: mostly(fc.constantFrom('finished', 'failed')) }, { requiredKeys: [] });
  const doctorBody = fc.record(
    {
      cursor: mostly(fc.constantFrom('runs:', 'runs:z', 'objects:', 'datasets:', 'x:y', ':', 'runs:\u0000', '')),
      fix: mostly(fc.boolean()),
      olderThanSeconds: mostly(fc.constantFrom(3_600, 1e9, 1e10, -1)),
    },
    { requiredKeys: [] },
  );
  const trial = fc.record({ trial: mostly(fc.constantFrom('tune-0', 'tune-1', 'tune-99')) });
  const bodyFor = (pattern: string): fc.Arbitrary<{ body: Buffer | null; type: string }> => {
    const json = (value: fc.Arbitrary<unknown>) => asBytes(value).map((body) => ({ body, type: 'application/json' }));
    const csv = fc
      .tuple(fc.nat(known.csv.length), fc.nat(), fc.integer({ min: 0, max: 255 }))
      .map(([length, at, byte]) => {
        const bytes = Buffer.from(known.csv.slice(0, length));
        if (bytes.length > 0 && at % 2 === 0) bytes[at % bytes.length] = byte;
        return bytes;
      });
    const row = fc.dictionary(fc.constantFrom('a', 'b', 'colour', 'x'), mostly(fc.constantFrom(1, '2.5', 'red', null)));
    if (pattern.endsWith('/predict')) {
      return fc.oneof(
        json(fc.record({ rows: mostly(fc.array(row, { minLength: 1, maxLength: 3 })) })),
        csv.map((body) => ({ body, type: 'text/csv' })),
      );
    }
    if (pattern.endsWith('/datasets')) {
      return fc.oneof(
        csv.map((body) => ({ body, type: 'text/csv' })),
        anyFile.map((file) => ({ body: Buffer.from(file), type: 'application/octet-stream' })),
      );
    }
    if (/\/runs$|\/preview$/.test(pattern)) return json(spec);
    if (pattern.endsWith('/logs')) return json(logBody);
    if (pattern.endsWith('/points')) return json(pointsBody);
    if (pattern.endsWith('/predictions')) return json(predictionsBody);
    if (pattern.endsWith('/finish')) return json(finishBody);
    if (pattern.endsWith('/step')) return json(stepBody);
    if (pattern.endsWith('/reopen')) return json(trial);
    if (pattern.endsWith('/links')) return json(linkBody);
    if (pattern.endsWith('/checks')) return json(checkBody);
    if (pattern.endsWith('/alerts')) return json(alertBody);
    if (pattern.endsWith('/access')) return json(accessBody);
    if (pattern.endsWith('/doctor')) return json(doctorBody);
    return fc.oneof(fc.constant({ body: null, type: '' }), json(nastyValue));
  };
  const ofRoute = ({ method, path: pattern }: { method: string; path: string }) =>
    fc
      .tuple(
        fc.oneof({ weight: 9, arbitrary: fc.constant(method) }, { weight: 1, arbitrary: fc.constantFrom(...METHODS) }),
        path(pattern),
        queries,
        headers,
        authorization(`${method} ${pattern}`),
        bodyFor(pattern),
        fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom(...MEDIA) }),
      )
      .map(([verb, place, query, more, key, { body, type }, otherType]): AnyRequest => {
        const contentType = otherType ?? type;
        return {
          method: verb,
          path: place + query,
          headers: {
            ...more,
            ...(key === null ? {} : { authorization: key }),
            ...(body === null || contentType === '' ? {} : { 'content-type': contentType }),
          },
          body: verb === 'GET' || verb === 'HEAD' ? null : body,
        };
      });
  const stray = fc
    .tuple(
      fc.constantFrom(...METHODS),
      fc.constantFrom(
        '/api',
        '/api/',
        '/api/x',
        '/r/',
        '/r',
        '/oembed/x',
        '//api/runs',
        '/api/runs/',
        '/%',
        '/api/%2e%2e/runs',
      ),
    )
    .map(([method, place]): AnyRequest => ({ method, path: place, headers: {}, body: null }));
  return fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...known.routes).chain(ofRoute) },
    { weight: 1, arbitrary: stray },
  );
}
