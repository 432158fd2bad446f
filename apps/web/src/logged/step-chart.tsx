'use client';
import type { MetricGroup } from '@stepwell/base/curves';
import { useMemo, useState } from 'react';
import { loggedText as words } from '../text/logged.ts';
import { LinesChart, type ChartLine } from './lines-chart.tsx';
import type { LoggedLine } from './logged-calls.ts';
import { useLoggedCurves, type StepRange } from './use-logged.ts';

/** Props of a chart. */
export interface StepChartProps {
  id: string;
  group: MetricGroup;
  /** The whole lines of the group's metrics. */
  lines: readonly LoggedLine[];
  /** Sequence number of the run's next batch. */
  next: number;
  /** Most points of a line. */
  points: number;
  smooth: boolean;
  log: boolean;
}

/** The metrics of a group over steps. A zoomed chart reads these steps anew. */
export function StepChart({ id, group, lines, next, points, smooth, log }: StepChartProps) {
  const [range, setRange] = useState<StepRange>(null);
  const zoomed = useLoggedCurves(id, range === null ? [] : namesOf(group), next, points, range);
  const closer = range === null ? undefined : zoomed.data?.lines;
  const drawn = useMemo(
    () =>
      group.metrics.flatMap(({ name }, series): ChartLine[] => {
        const whole = lines.find(({ metric }) => metric === name);
        if (whole === undefined) return [];
        const zoomedLine = closer?.find(({ metric }) => metric === name);
        return [{ key: name, name: nameOf(group, name), series, whole, drawn: zoomedLine ?? whole }];
      }),
    [group, lines, closer],
  );
  return <LinesChart title={group.title} lines={drawn} smooth={smooth} log={log} range={range} onRange={setRange} />;
}

function namesOf({ metrics }: MetricGroup): string[] {
  return metrics.map(({ name }) => name);
}

/** What a line is called within its chart. */
function nameOf({ metrics, title }: MetricGroup, name: string): string {
  const role = metrics.find((metric) => metric.name === name)?.role ?? 'other';
  if (role === 'other' || metrics.filter((metric) => metric.role === role).length > 1) return name;
  return metrics.length === 1 && name === title ? name : words.roles[role];
}
