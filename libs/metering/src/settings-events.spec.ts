import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { fromRecorded, Upcasting } from '@orgledger/event-store';
import type { Position, Recorded } from '@orgledger/event-store';
import { fold } from '@orgledger/kernel';
import type { DomainEvent } from '@orgledger/kernel';
import { meteringEventCatalogue } from './event-catalogue.js';
import { billingPolicyDecider, noPolicyFacts } from './policy/billing-policy.decider.js';
import { noRatesFacts, ratesDecider } from './rates/rates.decider.js';
import { accountTenancyDecider } from './tenancy/account-tenancy.decider.js';
import { externalCostDecider, noExternalCostFacts } from './external-cost/external-cost.decider.js';
import { invoiceDecider } from './invoice/invoice.decider.js';
import { noPayerFacts, payerDecider } from './payer/payer.decider.js';

const folder = join(__dirname, '..', 'golden');
const upcasting = new Upcasting([], meteringEventCatalogue);

/** As it comes out of a store, through upcasting. */
const load = (type: string): DomainEvent => {
  const golden = JSON.parse(readFileSync(join(folder, `${type}.v1.json`), 'utf8')) as Pick<Recorded, 'type' | 'schemaVersion' | 'data'>;
  const metadata = {
    $correlationId: 'c',
    $causationId: 'c',
    commandId: 'c',
    actor: { kind: 'system', id: 's' },
    at: '2026-01-01T00:00:00.000Z',
  } as const;
  const [event] = upcasting.apply({
    id: '0',
    stream: 'golden-1',
    revision: 0n,
    position: '1' as Position,
    created: new Date(0),
    metadata,
    ...golden,
  });
  if (!event) throw new Error(`${type} no longer reads as an event`);
  return fromRecorded<DomainEvent>(event);
};

interface Folder {
  readonly initial: unknown;
  evolve(state: never, event: never): unknown;
}

/** The life of one object, event by event: each must still move its state. */
const lives: Record<string, [Folder, readonly string[]]> = {
  payer: [payerDecider(noPayerFacts), ['PayerRegistered', 'PayerSettingsChanged', 'PayerExternalIdReplaced', 'PayerRemoved']],
  billingPolicy: [billingPolicyDecider(noPolicyFacts), ['BillingPolicyChanged']],
  rates: [ratesDecider(noRatesFacts), ['OwnRateSet', 'ReferenceRatesImported']],
  invoice: [invoiceDecider({ payerRegistered: true }), ['InvoiceReceived', 'InvoiceWithdrawn']],
  externalCosts: [externalCostDecider(noExternalCostFacts), ['ExternalCostsImported', 'ExternalCostsWithdrawn']],
  accountTenancy: [
    accountTenancyDecider({ tenant: undefined }),
    ['AccountJoinedOrganization', 'AccountAssigned', 'AccountReleased', 'AccountLeftOrganization'],
  ],
};

describe('stored settings of metering', () => {
  it.each(Object.entries(lives))('of a %s still move its state', (_name, [decider, types]) => {
    types.forEach((type, index) => {
      const before = fold(decider as never, types.slice(0, index).map(load));
      const after = fold(decider as never, types.slice(0, index + 1).map(load));
      expect({ type, moved: !isDeepStrictEqual(after, before) }).toEqual({ type, moved: true });
    });
  });
});
