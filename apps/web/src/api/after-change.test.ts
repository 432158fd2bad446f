import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { test } from 'vitest';
import { readAgain, showChanged } from './after-change.ts';

test('readAgain shows what is so after a change, though a request from before it is still under way', async ({
  expect,
}) => {
  const queryClient = new QueryClient({ defaultOptions: { queries: { networkMode: 'always' } } });
  const answers: ((value: string) => void)[] = [];
  const queryKey = ['links'];
  const observer = new QueryObserver(queryClient, {
    queryKey,
    queryFn: () => new Promise<string>((resolve) => answers.push(resolve)),
  });
  const stop = observer.subscribe(() => {});
  expect(answers).toHaveLength(1);
  const again = readAgain(queryClient, queryKey);
  await Promise.resolve();
  while (answers.length < 2) await new Promise((resolve) => setImmediate(resolve));
  answers[1]!('after');
  answers[0]!('before');
  await again;
  expect(observer.getCurrentResult().data).toBe('after');
  stop();
  queryClient.clear();
});

test('showChanged shows what a change returned, though a request from before it is answered later', async ({
  expect,
}) => {
  const queryClient = new QueryClient({ defaultOptions: { queries: { networkMode: 'always' } } });
  const answers: ((value: string) => void)[] = [];
  const queryKey = ['run'];
  const observer = new QueryObserver(queryClient, {
    queryKey,
    queryFn: () => new Promise<string>((resolve) => answers.push(resolve)),
  });
  const stop = observer.subscribe(() => {});
  answers[0]!('before');
  await expect.poll(() => observer.getCurrentResult().data).toBe('before');
  const late = observer.refetch();
  await showChanged(queryClient, queryKey, 'after');
  answers[1]!('before');
  await late;
  expect(observer.getCurrentResult()).toMatchObject({ data: 'after', status: 'success', fetchStatus: 'idle' });
  stop();
  queryClient.clear();
});
