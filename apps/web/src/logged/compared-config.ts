/** A setting that differs between runs: its name, and its value in each run; null where it has none. */
export interface DifferingSetting {
  name: string;
  values: (string | null)[];
}

/** @returns settings, nested ones by their path, as texts. */
export function flatSettings(config: object, prefix = ''): [string, string][] {
  return Object.entries(config).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    const name = `${prefix}${key}`;
    const isNested = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isNested && Object.keys(value).length > 0) return flatSettings(value, `${name}.`);
    return [[name, typeof value === 'string' ? value : JSON.stringify(value)]];
  });
}

/** @returns the settings in which runs differ, in the order in which they come. */
export function differingSettings(configs: readonly object[]): DifferingSetting[] {
  const flat = configs.map((config) => new Map(flatSettings(config)));
  const names = new Set(flat.flatMap((settings) => [...settings.keys()]));
  return [...names]
    .map((name) => ({ name, values: flat.map((settings) => settings.get(name) ?? null) }))
    .filter(({ values }) => new Set(values).size > 1);
}
