import { ExecuteTenantCommand, ExecuteWorkspaceCommand, ExecuteTagDefinitionCommand } from '@orgledger/governance';
import { idOf, metaOf, prepareTenant, sampleTag } from '@orgledger/governance/testing';
import { startMetering } from '../../testing/index.js';
import type { MeteringInstallation } from '../../testing/index.js';
import { ExecuteAccountTenancyCommand } from './account-tenancy.handlers.js';
import { holdersOfMonth } from './holder-facts.view.js';

const accountId = '444444444444';
const tenantId = idOf('tenant');
const place = { tenantId, workspaceIdentifier: 'acme', projectIdentifier: 'shop', platformIdentifier: 'aws' };
const inMarch = '2026-03-20T10:00:00.000Z';
const inApril = '2026-04-20T10:00:00.000Z';

describe('accounts and their tenants', () => {
  let metering: MeteringInstallation;
  beforeEach(async () => (metering = await startMetering({ reactions: true })));
  afterEach(() => metering.stop());

  const newTenant = async (): Promise<void> => {
    const { execute } = metering;
    await execute(new ExecuteTenantCommand(await prepareTenant(metering)));
    await execute(new ExecuteTenantCommand({ type: 'AssignTenantAccount', tenantId, accountId, meta: metaOf('assign', inMarch) }));
  };

  const tenancy = async (): Promise<readonly (readonly [string, string | undefined])[]> => {
    await metering.settled();
    return (await metering.queries.tenancyOf(accountId)).map(({ from, tenant }) => [from, tenant?.tenantId] as const);
  };

  /** The reaction runs beside: what it appended is awaited, not guessed. */
  const reacted = async (): Promise<void> => {
    const signal = AbortSignal.timeout(10_000);
    for await (const delivery of metering.store.subscribe({ after: 'start', filter: { types: ['AccountAssigned'] }, signal }))
      if (delivery.kind === 'event') return;
  };

  it('an account that a tenant gets is the tenant’s from then on', async () => {
    await newTenant();
    await reacted();
    expect(await tenancy()).toEqual([[inMarch, tenantId]]);
    expect(await metering.queries.account(accountId)).toEqual({ accountId, tenant: place });
    const { tenantOf, holders } = await holdersOfMonth(metering.views.read, '2026-03');
    expect([...tenantOf]).toEqual([[accountId, place]]);
    expect([...holders]).toEqual([[tenantId, { ...place, landingZoneIdentifier: 'dev', tags: {} }]]);
    expect([...(await holdersOfMonth(metering.views.read, '2026-02')).holders]).toEqual([]);
  });

  it('operators assign and release accounts, as of an instant', async () => {
    await newTenant();
    await reacted();
    const { execute, queries } = metering;
    const other = { accountId: '555555555555', tenantId, from: '2026-02-01T00:00:00Z' } as const;
    await execute(new ExecuteAccountTenancyCommand({ type: 'AssignAccount', ...other, why: 'imported', meta: metaOf('import', inMarch) }));
    const release = { type: 'ReleaseAccount', accountId, from: '2026-03-25T00:00:00Z', reason: 'sold' } as const;
    await execute(new ExecuteAccountTenancyCommand({ ...release, meta: metaOf('release', inApril) }));
    expect(await tenancy()).toEqual([
      [inMarch, tenantId],
      ['2026-03-25T00:00:00.000Z', undefined],
    ]);
    expect(await queries.accounts({ assigned: true })).toMatchObject({ nodes: [{ accountId: other.accountId }], totalCount: 1 });
    expect(await queries.accounts({ assigned: false })).toMatchObject({ nodes: [{ accountId }], totalCount: 1 });
    const bearers = async (month: string) => [...(await holdersOfMonth(metering.views.read, month)).tenantOf.keys()].toSorted();
    expect([await bearers('2026-02'), await bearers('2026-03'), await bearers('2026-04')]).toEqual([
      [other.accountId],
      [accountId, other.accountId],
      [other.accountId],
    ]);
  });

  it('the collector tells who joined and who left, once each', async () => {
    const { execute, queries, settled } = metering;
    const joined = { type: 'RecordAccountJoined', accountId, payerAccountId: '111111111111', name: 'shop', at: inMarch } as const;
    await execute(new ExecuteAccountTenancyCommand({ ...joined, meta: metaOf('join') }));
    expect((await execute(new ExecuteAccountTenancyCommand({ ...joined, meta: metaOf('join again') }))).events).toEqual([]);
    const left = { type: 'RecordAccountLeft', accountId, payerAccountId: '111111111111', at: inApril } as const;
    await execute(new ExecuteAccountTenancyCommand({ ...left, meta: metaOf('left') }));
    await settled();
    expect(await queries.account(accountId)).toEqual({ accountId, name: 'shop', payerAccountId: '111111111111', joinedAt: inMarch, leftAt: inApril });
  });

  it('a statement keeps the tags and the landing zone as of its month’s end', async () => {
    await newTenant();
    await reacted();
    const { execute, settled, views } = metering;
    await execute(new ExecuteTagDefinitionCommand({ type: 'CreateTagDefinition', definition: sampleTag(), meta: metaOf('tag') }));
    const change = { type: 'ChangeWorkspaceTags', workspaceIdentifier: 'acme' } as const;
    await execute(new ExecuteWorkspaceCommand({ ...change, tags: { CostCenter: '1000' }, meta: metaOf('march', inMarch) }));
    await execute(new ExecuteWorkspaceCommand({ ...change, tags: { CostCenter: '2000' }, meta: metaOf('april', inApril) }));
    await settled();
    const tags = async (month: string) => (await holdersOfMonth(views.read, month)).holders.get(tenantId)?.tags;
    expect([await tags('2026-03'), await tags('2026-04'), await tags('2026-05')]).toEqual([
      { CostCenter: '1000' },
      { CostCenter: '2000' },
      { CostCenter: '2000' },
    ]);
  });
});
