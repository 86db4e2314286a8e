import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkCsv, focusModel } from '@orgledger/focus';
import type { FocusReport } from '@orgledger/focus';
import { samplePayer, sampleSources } from '../../testing/sample-month.js';
import { declaredCriteria } from './focus-criteria.js';
import { renderExport } from './render-export.gateway.js';

const docs = readFileSync(join(__dirname, '../../../../docs/focus.md'), 'utf8');

const reportOf = async (profile: 'provider' | 'chargeback', criteria?: readonly string[]): Promise<FocusReport> => {
  const { body } = await renderExport(
    { what: 'month', payerAccountId: samplePayer.payerAccountId, month: '2026-06', format: `focus-${profile}.csv` },
    sampleSources,
  );
  return checkCsv(body, focusModel(), criteria ? { criteria } : {});
};

const row = (name: string, { total, conformance, mandatory }: FocusReport): string =>
  `| ${name} | ${total.passed} | ${total.failed} | ${total.skipped} | ${conformance} % | ${mandatory} % |`;

describe('our FOCUS exports', () => {
  it('conform as far as docs/focus.md says', async () => {
    const measured = [
      row('provider, all criteria', await reportOf('provider')),
      row('provider, declared criteria', await reportOf('provider', declaredCriteria)),
      row('chargeback, all criteria', await reportOf('chargeback')),
      row('chargeback, declared criteria', await reportOf('chargeback', declaredCriteria)),
    ];
    const published = docs
      .split('\n')
      .filter((line) => /^\| (provider|chargeback), /.test(line))
      .map((line) => line.replaceAll(/ +/g, ' '));
    expect(published).toEqual(measured);
  });

  it.each(['provider', 'chargeback'] as const)('break no rule in the %s profile but those that docs/focus.md explains', async (profile) => {
    const report = await reportOf(profile);
    const broken = report.rules.filter(({ status, kind }) => status === 'failed' && kind !== 'Composite').map(({ ruleId }) => ruleId);
    const explained = [...docs.matchAll(/^\| `([\w-]+)` +\|/gm)].map(([, ruleId]) => ruleId);
    expect(broken.toSorted()).toEqual(explained.toSorted());
  });

  it('declare only criteria that FOCUS knows', () => {
    expect(declaredCriteria.filter((name) => !focusModel().criteria.has(name))).toEqual([]);
  });
});
