import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeVariables } from '@orgledger/config';

const read = (file: string): string => readFileSync(join(__dirname, '..', file), 'utf8');

describe('the documentation', () => {
  it('lists every setting in the README as the code knows it', () => {
    const rows = describeVariables().map(({ name, description, default: usual }) => `| \`${name}\` | ${description} | ${usual} |`);
    const table = ['| variable | what it sets | default |', '| --- | --- | --- |', ...rows].join('\n');
    const between = /<!-- settings -->\n([\s\S]*?)\n<!-- \/settings -->/.exec(read('README.md'))?.[1];
    expect(between?.replaceAll(/ +\|/g, ' |').replaceAll(/-{3,}/g, '---').trim()).toBe(table);
  });

  it('links only to files that are there', () => {
    for (const file of [
      'README.md',
      'CONTRIBUTING.md',
      'SECURITY.md',
      'docs/architecture.md',
      'docs/chargeback.md',
      'docs/reports.md',
      'docs/operations/aws-setup.md',
    ])
      for (const [, target = ''] of read(file).matchAll(/\]\((?!https?:)([^)#]+)\)/g))
        expect({ file, target, there: existsSync(join(__dirname, '..', file, '..', target)) }).toEqual({ file, target, there: true });
  });
});
