import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second. */
const TICK_MS = 10;

/** @returns the processes of a group that run a program, by their ids. */
export function processesOf(processGroup: number | null, program: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const status = statusOf(pid);
      return status?.name === program && Number(status.rest[2]) === processGroup;
    });
}

/**
 * @returns CPU milliseconds that a process has used, in its own and in the kernel's code, to the hundredth of a second.
 * @throws {Error} when it has ended.
 */
export function cpuOf(pid: number): number {
  const status = statusOf(pid);
  if (status === null) throw new Error(`Process ${pid} has ended while its CPU time was measured.`);
  return (Number(status.rest[11]) + Number(status.rest[12])) * TICK_MS;
}

/** @returns CPU milliseconds that the living processes of a group have used. */
export function cpuOfGroup(processGroup: number | null): number {
  const statuses = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statusOf(Number(name)));
  const times = statuses.map((status) =>
    status !== null && Number(status.rest[2]) === processGroup
      ? (Number(status.rest[11]) + Number(status.rest[12])) * TICK_MS
      : 0,
  );
  return times.reduce((sum, time) => sum + time, 0);
}

/** @see proc_pid_stat(5): `pid (name) state ppid pgrp …` */
function statusOf(pid: number): { name: string; rest: string[] } | null {
  try {
    const [, name = '', rest = ''] = /^\d+ \((.*)\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return { name, rest: rest.split(' ') };
  } catch {
    return null;
  }
}
