/// <reference lib="webworker" />
import { listenForAlerts } from '../alerts/on-push.ts';
import { strategyOf, cacheKeyOf, shellOf } from './strategy.ts';

declare const self: ServiceWorkerGlobalScope;
/** Set by the build: the pages and files of this version, and its hash. */
declare const PRECACHED: string[];
declare const VERSION: string;

const FILES = `stepwell-files-${VERSION}`;
/** Run data stays cached when the pages get a new version. */
const RUN_DATA = 'stepwell-seen-1';
/** Beyond this many responses, the least recently used are removed. */
const MAX_RESPONSES = 400;

self.addEventListener('install', (event) => {
  event.waitUntil(install());
});
self.addEventListener('activate', (event) => {
  event.waitUntil(activate());
});
listenForAlerts();
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  switch (strategyOf(request.method, url.pathname)) {
    case 'cache-first':
      return event.respondWith(cacheFirst(request));
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
  await Promise.all(names.filter((name) => name !== FILES && name !== RUN_DATA).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function cacheFirst(request: Request): Promise<Response> {
  const cached = await caches.match(request);
  if (cached !== undefined) return cached;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(FILES)).put(request, response.clone());
  return response;
}

async function networkFirst(request: Request): Promise<Response> {
  try {
    const response = await fetch(request);
    if (response.ok) await remember(request, response.clone());
    return response;
  } catch (cause) {
    const cached = await caches.match(cacheKeyOf(request.url));
    if (cached !== undefined) return cached;
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

async function remember(request: Request, response: Response): Promise<void> {
  const key = cacheKeyOf(request.url);
  const cache = await caches.open(RUN_DATA);
  // Deleting first moves the entry to the end, so the first keys are the least recently used.
  await cache.delete(key);
  await cache.put(key, response);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MAX_RESPONSES)).map((key) => cache.delete(key)));
}
