import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

const specs = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.spec.ts'))
    .map((file) => readFileSync(join(root, folder, file), 'utf8'));

/** @source specs/chargeback.md §8 */
it('each of the 20 traps has a test with its number in its name', () => {
  const names = ['libs', 'apps', 'test']
    .flatMap(specs)
    .flatMap((text) => [...text.matchAll(/\bit(?:\.each\([^]*?\))?\(\s*['"`]([^\n]*)/g)].map(([, name]) => name ?? ''));
  const numbers = new Set(names.flatMap((name) => [...name.matchAll(/\btrap (\d+)\b/g)].map(([, number]) => Number(number))));
  expect([...numbers].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});
