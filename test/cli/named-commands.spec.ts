import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandGroups } from '../../apps/cli/src/commands/groups.js';

const root = join(__dirname, '..', '..');
const files = [
  'README.md',
  ...['apps', 'libs', 'docs'].flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((file) => join(folder, String(file)))),
];
const names = /\borgledger ([a-z-]+) ([a-z][a-z-]*)/g;

it('every command that a message or a document names is there', () => {
  const known = new Map(commandGroups.map(({ name, commands }) => [name, new Set(commands.map((command) => command.name))]));
  const wrong = files
    .filter((file) => /\.(ts|md)$/.test(file) && !file.includes('node_modules'))
    .flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(names)].map(([named, group = '', command = '']) => ({ file, named, group, command })),
    )
    .filter(({ group, command }) => known.has(group) && !known.get(group)?.has(command))
    .map(({ file, named }) => `${file}: ${named}`);
  expect(wrong).toEqual([]);
});
