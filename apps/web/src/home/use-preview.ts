import type { RunSpecInput } from '@stepwell/workflow/question';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { previewRun } from '../api/calls.ts';

/** What the service previews of a spec; the preview before it stays until the next one is there. */
export function usePreview(spec: RunSpecInput | null) {
  return useQuery({
    queryKey: ['preview', spec],
    queryFn: () => (spec === null ? null : previewRun(spec)),
    enabled: spec !== null,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
}
