// First step of `npm run quickstart` and `npm test`: makes a bare clone ready, then runs the tool named on the command line under Node >= 24.9.
// Runs on Node 18 and newer, with nothing installed. Usage: node tools/bootstrap.mjs <tool.mjs> [arguments]
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [tool, ...toolArguments] = process.argv.slice(2);
const say = (text) => process.stderr.write(`${text}\n`);
const fail = (text, code = 1) => {
  say(`\n${text}`);
  process.exit(code);
};

const stampFile = join(root, 'node_modules', '.orgledger-install');
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .update(`${process.platform}-${process.arch}`)
  .digest('hex');

if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== wanted) {
  say('Installing the packages of package-lock.json (about a minute the first time) …');
  const npm = process.env.npm_execpath;
  const install = ['ci', '--no-fund', '--no-audit', '--loglevel=error'];
  const result = npm
    ? spawnSync(process.execPath, [npm, ...install], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', install, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (result.status !== 0)
    fail('npm ci failed: see above. If it names packages "Missing … from lock file", run `npm run lockfile` and try again.', result.status ?? 1);
  writeFileSync(stampFile, wanted);
}

const version = (node) => (spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout ?? '').trim();
const isEnough = (text) => {
  const [major = 0, minor = 0] = text.replace(/^v/, '').split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 9);
};
const bin = join(root, 'node_modules', '.bin');
const node = [process.execPath, join(bin, 'node')].find((candidate) => existsSync(candidate) && isEnough(version(candidate)));
if (!node) {
  fail(
    `Orgledger needs Node 24.9 or newer; this is ${process.version}, and no packaged Node exists for ${process.platform}-${process.arch}.\nInstall Node 24 LTS and run the same command again.`,
  );
}

const run = spawnSync(node, [join(root, 'tools', tool), ...toolArguments], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    PATH: [bin, dirname(node), process.env.PATH].join(delimiter),
    NODE_OPTIONS: '',
    // Compiled code is kept between starts of Node: the platform then starts in two thirds of the time.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules', '.cache', 'compiled'),
  },
});
process.exit(run.status ?? (run.signal ? 1 : 0));
