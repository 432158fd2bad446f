// Adds to package-lock.json what a registry without every platform's binaries leaves out: the entries of optional
// packages for other platforms. `npm ci` refuses a lockfile that lacks them, also where they are never installed.
// Run it after `npm install`: node scripts/complete-lockfile.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'package-lock.json';
const OS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'windows'];
const CPU = {
  64: 'x64',
  x64: 'x64',
  arm64: 'arm64',
  arm: 'arm',
  ia32: 'ia32',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
};

const lock = JSON.parse(readFileSync(FILE, 'utf8'));
const { packages } = lock;
let added = 0;

for (const [path, entry] of Object.entries(packages)) {
  const optional = Object.entries(entry.optionalDependencies ?? {});
  const sibling = optional.map(([name, version]) => find(path, name, version)).find((place) => place !== undefined);
  for (const [name, version] of optional) {
    // A range would have to be resolved, which takes the registry.
    if (find(path, name, version) !== undefined || !/^\d+\.\d+\.\d+\S*$/.test(version)) continue;
    const folder = (sibling ?? path).slice(0, (sibling ?? path).lastIndexOf('node_modules/') + 'node_modules/'.length);
    packages[folder + name] = describe(name, version, entry);
    added++;
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} entries added`);

/** The lockfile path at which the package at `path` finds this version of `name`, as Node looks for it. */
function find(path, name, version) {
  const parts = path.split('/node_modules/');
  for (let depth = parts.length; depth >= 0; depth--) {
    const place = [...parts.slice(0, depth), name].join('/node_modules/');
    const rooted = depth === 0 ? `node_modules/${name}` : place;
    if (packages[rooted] !== undefined) return packages[rooted].version === version ? rooted : undefined;
  }
  return undefined;
}

function describe(name, version, parent) {
  const words = name.split(/[/-]/);
  const os = OS.find((word) => words.includes(word));
  const cpu =
    words.map((word) => CPU[word]).find((word) => word !== undefined) ?? (/arm/.test(name) ? 'arm' : undefined);
  const libc = /musl/.test(name) ? 'musl' : /gnu/.test(name) && os === 'linux' ? 'glibc' : undefined;
  return {
    version,
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(parent.dev ? { dev: true } : {}),
    ...(libc === undefined ? {} : { libc: [libc] }),
    optional: true,
    ...(os === undefined ? {} : { os: [os === 'windows' ? 'win32' : os] }),
  };
}
