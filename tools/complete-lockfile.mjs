// Adds to package-lock.json the optional platform packages that npm leaves out when the registry in use does not offer their build;
// without them `npm ci` stops with "Missing: NAME from lock file" elsewhere. Entries made here carry no integrity. Idempotent.
// Usage: npm run lockfile
import { readFileSync, writeFileSync } from 'node:fs';

const systems = new Map(
  Object.entries({ darwin: 'darwin', macos: 'darwin', linux: 'linux', win32: 'win32', windows: 'win32', android: 'android', freebsd: 'freebsd' }),
);
for (const name of ['netbsd', 'openbsd', 'sunos', 'aix', 'openharmony']) systems.set(name, name);
const processors = new Set(['arm64', 'x64', 'ia32', 'arm', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32']);

const platformOf = (name) => {
  const parts = name.split('/').at(-1).split(/[-_.]/);
  const cpu = parts.some((part) => part.startsWith('wasi') || part === 'wasm32')
    ? 'wasm32'
    : parts.some((part) => /^(armv|gnueabihf|musleabihf)/.test(part))
      ? 'arm'
      : parts.find((part) => processors.has(part));
  return { os: systems.get(parts.find((part) => systems.has(part))), cpu };
};

const file = process.argv[2] ?? 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8'));

/** Whether a package at `path` resolves `name`, walking up the nested node_modules folders. */
const resolves = (path, name) => {
  for (let scope = path; ; scope = scope.slice(0, Math.max(0, scope.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${scope ? `${scope}/` : ''}node_modules/${name}`]) return true;
    if (!scope) return false;
    if (!scope.includes('/node_modules/')) scope = '';
    if (!scope) return Boolean(lock.packages[`node_modules/${name}`]);
  }
};

let added = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    const { os, cpu } = platformOf(name);
    const version = /(\d+\.\d+\.\d+\S*)$/.exec(range)?.[1];
    if (resolves(path, name)) continue;
    if (!version || (!os && !cpu)) {
      console.error(`cannot complete ${name}@${range}, wanted by ${path || 'the project'}: add it by hand`);
      process.exitCode = 1;
      continue;
    }
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(cpu && { cpu: [cpu] }),
      ...(entry.dev && { dev: true }),
      optional: true,
      ...(os && { os: [os] }),
    };
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} platform package(s) added to ${file}`);
