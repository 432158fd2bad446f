'use client';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { LinesChart, type ChartLine } from './lines-chart.tsx';
import { readLoggedCurves, type LoggedLine } from './logged-calls.ts';
import type { StepRange } from './use-logged.ts';

/** A run's line of the metric that is compared. */
export interface ComparedLine {
  id: string;
  /** The run's name. */
  name: string;
  series: number;
  line: LoggedLine;
}

/** Props of a chart. */
export interface ComparedChartProps {
  metric: string;
  lines: readonly ComparedLine[];
  points: number;
  smooth: boolean;
  log: boolean;
}

/** One metric of several runs. A zoomed chart reads these steps of each. */
export function ComparedChart({ metric, lines, points, smooth, log }: ComparedChartProps) {
  const [range, setRange] = useState<StepRange>(null);
  const closer = useQueries({
    queries: (range === null ? [] : lines).map(({ id, line }) => ({
      queryKey: ['logged-closer', id, metric, points, range?.from, range?.to, line.count],
      queryFn: () => readLoggedCurves(id, { metrics: [metric], range, points, after: 0, seen: 0 }),
      gcTime: 10_000,
    })),
  });
  const drawn = lines.map(({ id, name, series, line }, i): ChartLine => {
    const zoomed = closer[i]?.data?.lines[0];
    return { key: id, name, series, whole: line, drawn: zoomed ?? line };
  });
  return <LinesChart title={metric} lines={drawn} smooth={smooth} log={log} range={range} onRange={setRange} />;
}
