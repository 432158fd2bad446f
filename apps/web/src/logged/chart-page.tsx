'use client';
import type { MetricGroup } from '@stepwell/base/curves';
import { useMemo } from 'react';
import { MOST_SERIES } from '../chart/plot-theme.ts';
import { text } from '../text.ts';
import { StepChart } from './step-chart.tsx';
import { useLoggedCurves } from './use-logged.ts';

/** Lines of one read: what the service gives at once. */
const MOST_LINES = 50;

/** Props of a page of charts. */
export interface ChartPageProps {
  id: string;
  groups: readonly MetricGroup[];
  next: number;
  points: number;
  smooth: boolean;
  log: boolean;
}

/** Some charts of a run, whose lines are read together. */
export function ChartPage({ id, groups, next, points, smooth, log }: ChartPageProps) {
  // A chart of more lines than there are colors is cut into several.
  const cut = useMemo(
    () =>
      groups.flatMap(({ title, metrics }) =>
        Array.from({ length: Math.ceil(metrics.length / MOST_SERIES) }, (_, part) => ({
          title,
          metrics: metrics.slice(part * MOST_SERIES, (part + 1) * MOST_SERIES),
        })),
      ),
    [groups.map(({ metrics }) => metrics.map(({ name }) => name).join('\n')).join('\n\n')],
  );
  const names = cut.flatMap(({ metrics }) => metrics.map(({ name }) => name)).slice(0, MOST_LINES);
  const { data, error } = useLoggedCurves(id, names, next, points);
  if (data === undefined) {
    return <p className="text-soft">{error === null ? text.chart.reading : error.message}</p>;
  }
  return (
    <div className="grid gap-x-8 gap-y-6 lg:grid-cols-2">
      {cut.map((group) => (
        <StepChart
          key={group.metrics.map(({ name }) => name).join('\n')}
          id={id}
          group={group}
          lines={data.lines.filter(({ metric }) => group.metrics.some(({ name }) => name === metric))}
          next={next}
          points={points}
          smooth={smooth}
          log={log}
        />
      ))}
    </div>
  );
}
