import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import 'uplot/dist/uPlot.min.css';
import './globals.css';
import { Providers } from '../src/api/providers.tsx';
import { OfflineNote } from '../src/offline/offline-note.tsx';
import { text } from '../src/text.ts';

export const metadata: Metadata = {
  title: text.name,
  description: text.description,
  manifest: '/manifest.webmanifest',
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#faf9f6' },
    { media: '(prefers-color-scheme: dark)', color: '#161514' },
  ],
};

/** The layout of every page. */
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <OfflineNote />
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
