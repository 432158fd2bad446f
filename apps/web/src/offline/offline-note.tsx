'use client';
import { useEffect, useSyncExternalStore } from 'react';
import { text } from '../text.ts';

/** Says that there is no network, and registers what keeps the pages open without one. */
export function OfflineNote() {
  const online = useSyncExternalStore(
    watchNetwork,
    () => navigator.onLine,
    () => true,
  );
  useEffect(() => {
    // A browser that refuses works as before: with a network.
    if ('serviceWorker' in navigator) void navigator.serviceWorker.register('/sw.js').catch(() => null);
  }, []);
  return (
    <p role="status" className={online ? 'sr-only' : 'border-b border-line bg-shade px-4 py-2 text-center text-small'}>
      {online ? '' : text.offline.note}
    </p>
  );
}

function watchNetwork(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}
