/// <reference lib="webworker" />
import { answeringOf, keptUnder, shellOf } from './answer.ts';

declare const self: ServiceWorkerGlobalScope;
/** What the build writes in: the pages and files of this version, and its name. */
declare const PRECACHED: string[];
declare const VERSION: string;

const FILES = `stepwell-files-${VERSION}`;
/** What was seen of runs stays when the pages get a new version. */
const SEEN = 'stepwell-seen-1';
/** The oldest answers go beyond so many. */
const MOST_SEEN = 400;

self.addEventListener('install', (event) => {
  event.waitUntil(install());
});
self.addEventListener('activate', (event) => {
  event.waitUntil(activate());
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  switch (answeringOf(request.method, url.pathname)) {
    case 'kept-first':
      return event.respondWith(keptFirst(request));
    case 'network-first':
      return event.respondWith(networkFirst(request));
    case 'page':
      return event.respondWith(page(request, url));
    case 'network':
      return undefined;
  }
});

async function install(): Promise<void> {
  const cache = await caches.open(FILES);
  await cache.addAll(PRECACHED);
  await self.skipWaiting();
}

async function activate(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== FILES && name !== SEEN).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function keptFirst(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept !== undefined) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(FILES)).put(request, answer.clone());
  return answer;
}

async function networkFirst(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request);
    if (answer.ok) await remember(request, answer.clone());
    return answer;
  } catch (cause) {
    const seen = await caches.match(keptUnder(request.url));
    if (seen !== undefined) return seen;
    throw cause;
  }
}

async function page(request: Request, { pathname }: URL): Promise<Response> {
  try {
    return await fetch(request);
  } catch (cause) {
    const shell = await caches.match(shellOf(pathname));
    if (shell !== undefined) return shell;
    throw cause;
  }
}

async function remember(request: Request, answer: Response): Promise<void> {
  const key = keptUnder(request.url);
  const cache = await caches.open(SEEN);
  // What is put again moves to the end: the oldest are those that were not looked at for longest.
  await cache.delete(key);
  await cache.put(key, answer);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST_SEEN)).map((key) => cache.delete(key)));
}
