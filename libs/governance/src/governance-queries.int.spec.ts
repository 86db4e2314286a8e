import { idOf, metaOf, prepareTenant, sampleSettings, startInstallation } from '@orgledger/governance/testing';
import type { Installation } from '@orgledger/governance/testing';
import { ExecutePlatformCommand, ExecuteProjectCommand, ExecuteTenantCommand, ExecuteWorkspaceCommand, streams } from './index.js';
import type { PlatformView, RequestTenant, TenantSnapshot } from './index.js';

describe('queries', () => {
  let installation: Installation;
  let request: RequestTenant;

  beforeEach(async () => {
    installation = await startInstallation();
    request = await prepareTenant(installation);
    await installation.execute(new ExecuteTenantCommand(request));
    await installation.settled();
  });

  afterEach(() => installation.stop());

  it('page through lists, with filters and a total', async () => {
    const { queries } = installation;
    for (const workspaceIdentifier of ['b', 'c', 'd'])
      await installation.execute(
        new ExecuteWorkspaceCommand({
          type: 'CreateWorkspace',
          workspaceIdentifier,
          displayName: `50%_${workspaceIdentifier}`,
          meta: metaOf(workspaceIdentifier),
        }),
      );
    await installation.settled();
    const first = await queries.workspaces({}, { first: 3 });
    expect(first.nodes.map(({ workspaceIdentifier }) => workspaceIdentifier)).toEqual(['acme', 'b', 'c']);
    expect(first).toMatchObject({ hasNextPage: true, totalCount: 4 });
    const second = await queries.workspaces({}, { first: 3, ...(first.endCursor === undefined ? {} : { after: first.endCursor }) });
    expect(second).toMatchObject({ nodes: [{ workspaceIdentifier: 'd' }], hasNextPage: false });
    expect((await queries.workspaces({ search: '50%_C' })).totalCount).toBe(1);
    expect((await queries.workspaces({ search: '0_' })).totalCount).toBe(0);
    expect((await queries.workspaces({ status: 'deleted' })).totalCount).toBe(0);
    await expect(queries.workspaces({}, { after: 'no cursor' })).rejects.toMatchObject({ code: 'FIELD_MALFORMED', field: 'after' });
    await expect(queries.workspaces({}, { first: 0 })).rejects.toMatchObject({ code: 'FIELD_MALFORMED', field: 'first' });
  });

  it('know the default project roles', async () => {
    expect((await installation.queries.projectRoles()).map(({ roleIdentifier }) => roleIdentifier)).toEqual(['admin', 'reader', 'user']);
  });

  it('tell an object’s history, newest first', async () => {
    const history = await installation.queries.history(streams.platform('aws'), { first: 2 });
    expect(history.map(({ type }) => type)).toEqual(['PlatformPublished', 'PlatformVerified']);
    const older = await installation.queries.history(streams.platform('aws'), { after: history[1]?.revision ?? '' });
    expect(older.map(({ type }) => type)).toEqual(['PlatformVerificationRequested', 'PlatformRegistered']);
    expect(await installation.queries.history(streams.platform('aws'), { after: '0' })).toEqual([]);
  });

  it('show a platform with its newest verification', async () => {
    const platform = async (): Promise<PlatformView | undefined> => {
      await installation.settled();
      return installation.queries.platform('aws');
    };
    expect(await platform()).toMatchObject({ status: 'published', connection: 'verified', verification: { verificationId: idOf('command verify') } });
    const settings = { ...sampleSettings, region: 'eu-central-1' };
    const key = { platformIdentifier: 'aws' };
    await installation.execute(new ExecutePlatformCommand({ type: 'ChangePlatformConnection', ...key, settings, meta: metaOf('region') }));
    expect(await platform()).toMatchObject({ connection: 'unverified', settings: { region: 'eu-central-1' } });
    await installation.execute(new ExecutePlatformCommand({ type: 'RequestVerification', ...key, meta: metaOf('again') }));
    const waiting = { name: 'trust', result: 'waiting', message: 'refused so far' } as const;
    const progress = { type: 'RecordVerificationProgress', ...key, verificationId: idOf('command again'), checks: [waiting] } as const;
    await installation.execute(new ExecutePlatformCommand({ ...progress, meta: metaOf('progress') }));
    expect(await platform()).toMatchObject({ connection: 'verifying', verification: { verificationId: idOf('command again'), checks: [waiting] } });
    expect((await platform())?.verification?.finishedAt).toBeUndefined();
  });

  it('preview templates on a tenant and on the longest names there can be', async () => {
    const templates = {
      ...sampleSettings.templates,
      accountEmail: '#{workspaceIdentifier}@e.com',
      accountAlias: 'x-#{workspaceIdentifier}-#{tenantNumber:%03d}',
    };
    const { tenantId } = request;
    const preview = await installation.queries.previewTemplates({ platformIdentifier: 'aws', templates, tenantId });
    expect(preview.fields).toEqual([
      { field: 'accountName', value: 'acme shop' },
      { field: 'accountEmail', value: 'acme@e.com', problem: expect.stringContaining('can give two tenants the same') as string },
      { field: 'accountAlias', value: 'x-acme-001' },
      { field: 'group', value: 'ol-acme.shop-admin' },
      { field: 'userName', value: 'jo.smith@example.com' },
    ]);
    const longest = await installation.queries.previewTemplates({ platformIdentifier: 'aws', templates: sampleSettings.templates });
    expect(longest.fields.map(({ value }) => value.length)).toEqual([47, 61, 59, 56, 20]);
    await expect(installation.queries.previewTemplates({ platformIdentifier: 'no', templates })).rejects.toMatchObject({
      code: 'PLATFORM_NOT_FOUND',
    });
  });

  it('find the names that templates would give twice', async () => {
    const create = {
      type: 'CreateProject',
      workspaceIdentifier: 'acme',
      projectIdentifier: 'second',
      displayName: 'S',
      meta: metaOf('second'),
    } as const;
    await installation.execute(new ExecuteProjectCommand(create));
    const second = { ...request, projectIdentifier: 'second', tenantId: idOf('second'), meta: metaOf('request second') };
    await installation.execute(new ExecuteTenantCommand(second));
    await installation.settled();
    const templates = { ...sampleSettings.templates, accountEmail: '#{workspaceIdentifier}@e.com' };
    expect(await installation.queries.templateCollisions({ platformIdentifier: 'aws', templates })).toEqual([
      { field: 'accountEmail', value: 'acme@e.com', tenantIds: [request.tenantId, second.tenantId] },
    ]);
    expect(await installation.queries.templateCollisions({ platformIdentifier: 'aws', templates: sampleSettings.templates })).toEqual([]);
  });

  it('give all snapshots of a platform page by page', async () => {
    for (const name of ['p1', 'p2', 'p3', 'p4']) {
      const create = { type: 'CreateProject', workspaceIdentifier: 'acme', projectIdentifier: name, displayName: name, meta: metaOf(name) } as const;
      await installation.execute(new ExecuteProjectCommand(create));
      await installation.execute(
        new ExecuteTenantCommand({ ...request, projectIdentifier: name, tenantId: idOf(name), meta: metaOf(`request ${name}`) }),
      );
    }
    await installation.settled();
    const all: TenantSnapshot[] = [];
    let after: string | undefined;
    do {
      const page = await installation.queries.tenantSnapshots({ platformIdentifier: 'aws', limit: 2, ...(after === undefined ? {} : { after }) });
      all.push(...page.snapshots);
      after = page.next;
    } while (after !== undefined);
    expect(all.map(({ tenantNumber, projectIdentifier }) => [tenantNumber, projectIdentifier])).toEqual([
      [1, 'shop'],
      [2, 'p1'],
      [3, 'p2'],
      [4, 'p3'],
      [5, 'p4'],
    ]);
    expect(await installation.queries.tenantSnapshots({ platformIdentifier: 'unknown' })).toEqual({ snapshots: [], next: undefined });
  });
});
