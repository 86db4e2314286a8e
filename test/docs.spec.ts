import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeVariables } from '@orgledger/config';
import { requestsAMonth, typicalSize, usdOf } from '@orgledger/metering';

const read = (file: string): string => readFileSync(join(__dirname, '..', file), 'utf8');

/** A table between two marks, without its alignment. */
const tableIn = (file: string, mark: string): string | undefined =>
  new RegExp(`<!-- ${mark} -->\\n([\\s\\S]*?)\\n<!-- /${mark} -->`)
    .exec(read(file))?.[1]
    ?.replaceAll(/ +\|/g, ' |')
    .replaceAll(/-{3,}/g, '---')
    .trim();

describe('the documentation', () => {
  it('lists every setting in the README as the code knows it', () => {
    const rows = describeVariables().map(({ name, description, default: usual }) => `| \`${name}\` | ${description} | ${usual} |`);
    const table = ['| variable | what it sets | default |', '| --- | --- | --- |', ...rows].join('\n');
    expect(tableIn('README.md', 'settings')).toBe(table);
  });

  it('states what collections cost as the code plans them', () => {
    const needed = { reservations: false, savingsPlans: false, usage: false };
    const all = { reservations: true, savingsPlans: true, usage: true };
    const cells = (requests: number): string => `${requests} | ${usdOf(requests, '0.01')}`;
    const rows = [100, 1_000, 10_000].map((accounts) => {
      const size = typicalSize(accounts);
      const [least, most] = [requestsAMonth(size, needed, { days: false }, 5_000), requestsAMonth(size, all, { days: true }, 5_000)];
      return `| ${accounts} | ${cells(least)} | ${cells(most)} |`;
    });
    const head = ['| accounts | needed | USD | with fair chargeback and optional calls | USD |', '| --- | --- | --- | --- | --- |'];
    expect(tableIn('docs/chargeback.md', 'collection costs')).toBe([...head, ...rows].join('\n'));
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
