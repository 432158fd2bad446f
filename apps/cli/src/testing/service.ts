import { createServer, type IncomingHttpHeaders } from 'node:http';

/** A local service with prepared answers, one per request. */
export interface PreparedService {
  url: string;
  /** The headers of each request so far. */
  asked: IncomingHttpHeaders[];
  stop: () => void;
}

/** Starts a service with these answers; requests after the last are answered with status 500. */
export async function prepared(answers: { status: number; body: unknown }[]): Promise<PreparedService> {
  const asked: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    const { status, body } = answers[asked.length] ?? { status: 500, body: null };
    asked.push(request.headers);
    request.resume();
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The service has no port.');
  return { url: `http://127.0.0.1:${address.port}`, asked, stop: () => server.close() };
}
