import { idOf, metaOf } from '@orgledger/governance/testing';
import { given } from '@orgledger/kernel/testing';
import type { ExternalCostRow, ImportExternalCosts } from './external-cost.commands.js';
import { externalCostDecider } from './external-cost.decider.js';
import type { ExternalCostEvent } from './external-cost.events.js';

const meta = metaOf('external', '2026-04-05T12:00:00.000Z');
const importId = idOf('import');
const payerAccountId = '111111111111';
const row: ExternalCostRow = { month: '2026-03', tenantId: idOf('tenant'), description: 'Licences', seller: 'IT', amount: '120.5000' };
const facts = { payerRegistered: true, closedMonths: [], unknownTenants: [] };
const decider = externalCostDecider(facts);
const closed = externalCostDecider({ ...facts, closedMonths: ['2026-03'] });
const load: ImportExternalCosts = { type: 'ImportExternalCosts', importId, payerAccountId, name: 'Licences', costs: [row], meta };
const imported: ExternalCostEvent = {
  type: 'ExternalCostsImported',
  importId,
  payerAccountId,
  name: 'Licences',
  costs: [{ ...row, costId: `${importId}.1`, amount: '120.5' }],
};
const withdraw = { type: 'WithdrawExternalCosts', importId, reason: 'twice', meta } as const;
const withdrawn: ExternalCostEvent = { type: 'ExternalCostsWithdrawn', importId, payerAccountId, reason: 'twice' };

describe('costs that AWS does not bill', () => {
  it('are imported into open months', () => {
    given(decider).when(load).then(imported);
    given(decider)
      .when({ ...load, costs: [{ ...row, amount: '-3' }] })
      .then({ ...imported, costs: [{ ...imported.costs[0]!, amount: '-3' }] });
    given(closed).when(load).thenRefused('MONTH_CLOSED', 'costs[0].month');
    given(decider, imported).when(load).thenRefused('EXTERNAL_COSTS_EXISTS', 'importId');
  });

  it.each<[object, string, string]>([
    [{ importId: 'x' }, 'FIELD_MALFORMED', 'importId'],
    [{ name: '' }, 'FIELD_REQUIRED', 'name'],
    [{ costs: [] }, 'FIELD_REQUIRED', 'costs'],
    [{ costs: Array.from({ length: 501 }, () => row) }, 'FIELD_TOO_LONG', 'costs'],
    [{ costs: [row, { ...row, amount: '1,5' }] }, 'FIELD_MALFORMED', 'costs[1].amount'],
    [{ costs: [{ ...row, month: '2026-00' }] }, 'FIELD_MALFORMED', 'costs[0].month'],
    [{ costs: [{ ...row, tenantId: 'shop' }] }, 'FIELD_MALFORMED', 'costs[0].tenantId'],
    [{ costs: [{ ...row, description: 'a\u202eb' }] }, 'FIELD_MALFORMED', 'costs[0].description'],
    [{ costs: [{ ...row, seller: undefined }] }, 'FIELD_REQUIRED', 'costs[0].seller'],
  ])('are refused with %#', (more, code, field) => {
    given(decider)
      .when({ ...load, ...more })
      .thenRefused(code, field);
  });

  it('are of a payer and of tenants that there are', () => {
    given(externalCostDecider({ ...facts, payerRegistered: false }))
      .when(load)
      .thenRefused('PAYER_NOT_FOUND', 'payerAccountId');
    given(externalCostDecider({ ...facts, unknownTenants: [row.tenantId] }))
      .when(load)
      .thenRefused('TENANT_NOT_FOUND', 'costs[0].tenantId');
  });

  it('are withdrawn as a whole, while their months are open', () => {
    given(decider, imported).when(withdraw).then(withdrawn);
    given(decider, imported, withdrawn).when(withdraw).then();
    given(closed, imported).when(withdraw).thenRefused('MONTH_CLOSED', 'importId');
    given(decider).when(withdraw).thenRefused('EXTERNAL_COSTS_NOT_FOUND', 'importId');
    given(decider, imported)
      .when({ ...withdraw, reason: '' })
      .thenRefused('FIELD_REQUIRED', 'reason');
  });
});
