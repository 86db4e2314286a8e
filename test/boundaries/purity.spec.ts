import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { plantTree, root } from './planted-tree.js';

const pure = 'libs/governance/src/tenant/tenant.decider.ts';
const long = Array.from({ length: 401 }, (_, line) => `export const line${line} = ${line};`).join('\n');

/** What is planted, where, its text, and what the rule says of it. */
const violations: readonly (readonly [what: string, file: string, text: string, message: RegExp])[] = [
  ['the time of day', pure, 'export const x = (): number => Date.now();\n', /Time comes from kernel/],
  ['a new Date', pure, `export const x = new Date('2026-01-01');\n`, /ISO text from metadata/],
  ['randomness', pure, 'export const x = Math.random();\n', /no randomness/],
  ['a random id', pure, 'export const x = (): string => crypto.randomUUID();\n', /Ids arrive in metadata/],
  ['an async function', pure, 'export const x = async (): Promise<void> => Promise.resolve();\n', /synchronous/],
  ['a timer in a lib', 'libs/aws/src/pacer.ts', 'export const x = setTimeout(() => undefined, 1);\n', /Clock\.wait/],
  ['the time of day in a lib', 'libs/aws/src/pacer.ts', 'export const x = new Date();\n', /Time comes from kernel/],
  ['performance in an app', 'apps/api/src/timing.ts', 'export const x = performance.now();\n', /Time comes from kernel/],
  ['a default export', 'libs/aws/src/pacer.ts', 'export default 1;\n', /Name what you export/],
  ['any', 'libs/aws/src/pacer.ts', 'export const x = (y: any): unknown => y;\n', /Unexpected any/],
  ['a floating promise', 'libs/aws/src/pacer.ts', 'export const x = (): void => {\n  Promise.resolve();\n};\n', /Promises must be awaited/],
  ['console output', 'libs/aws/src/pacer.ts', `console.log('x');\n`, /Unexpected console statement/],
  [
    'seven constructor dependencies',
    'libs/aws/src/pacer.ts',
    'export class X {\n  constructor(public a: 1, public b: 1, public c: 1, public d: 1, public e: 1, public f: 1, public g: 1) {}\n}\n',
    /at most six/,
  ],
  ['a file of 401 lines', 'libs/aws/src/pacer.ts', long, /too many lines/],
];

const lint = (cwd: string): string[] => {
  const result = spawnSync(process.execPath, [join(root, 'node_modules/eslint/bin/eslint.js'), '.', '--format', 'json'], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const files = JSON.parse(result.stdout) as { filePath: string; messages: { message: string }[] }[];
  return files.flatMap(({ filePath, messages }) => messages.map(({ message }) => `${filePath.slice(filePath.indexOf('planted-'))} ${message}`));
};

describe('code rules', () => {
  it('bite on every planted violation, and on nothing else', () => {
    const clean = {
      'libs/replication/src/plan.ts': 'export const x = (at: string): string => at;\n',
      'libs/replication/src/run.gateway.ts': 'export const x = async (y: () => Promise<string>): Promise<string> => y();\n',
    };
    const planted = Object.fromEntries(
      violations.map(([, file, text], index) => [file.replace(/(\w+)\.ts$/, `$1${index}.ts`).replace(/decider(\d+)\.ts$/, 'planted$1.ts'), text]),
    );
    const tree = plantTree({ ...clean, ...planted });
    try {
      const found = lint(tree.path);
      const missed = violations.filter(([, , , message], index) => !found.some((line) => line.includes(`${index}.ts `) && message.test(line)));
      expect(missed.map(([what]) => what)).toEqual([]);
      expect(found.filter((line) => line.includes('libs/replication'))).toEqual([]);
    } finally {
      tree.remove();
    }
  });
});
