'use client';
import { useId, useState } from 'react';
import type { RunView } from '../api/client.ts';
import { text } from '../text.ts';
import type { LookAhead } from './forecast-lines.ts';
import { ForecastPicture } from './forecast-picture.tsx';

const words = text.forecast;

/** What comes next after the end of the file: a series at a time, and the files of all of them. */
export function WhatComesNext({ view, target, ahead }: { view: RunView; target: string; ahead: LookAhead }) {
  const id = useId();
  const [chosen, setChosen] = useState(0);
  const series = ahead.series[chosen] ?? ahead.series[0];
  const base = `/api/runs/${view.id}/forecast`;
  return (
    <div className="flex flex-col gap-3">
      {ahead.series.length > 1 && (
        <div>
          <label htmlFor={id} className="block font-semibold">
            {words.choose}
          </label>
          <select
            id={id}
            className="field w-full sm:w-80"
            value={chosen}
            onChange={(event) => setChosen(Number(event.target.value))}
          >
            {ahead.series.map(({ name }, i) => (
              <option key={name} value={i}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
      {series !== undefined && <ForecastPicture target={target} times={ahead.times} series={series} />}
      {ahead.left > 0 && <p className="text-small text-soft">{words.left(ahead.left)}</p>}
      <ul className="flex flex-wrap gap-x-5">
        <li>
          <a className="tap text-accent underline" href={`${base}.csv`} download>
            {words.csv}
          </a>
        </li>
        <li>
          <a className="tap text-accent underline" href={base}>
            {words.api}
          </a>
        </li>
      </ul>
    </div>
  );
}
