import { idOf, metaOf, prepareTenant, samplePermissionSet, sampleTag, startInstallation } from '@orgledger/governance/testing';
import type { Installation } from '@orgledger/governance/testing';
import type { Executed } from '@orgledger/event-store';
import type { DomainEvent } from '@orgledger/kernel';
import type { BindingScope, GrantRole, RequestTenant, UserCommand } from '../index.js';
import {
  ExecuteProjectCommand,
  ExecuteRoleBindingCommand,
  ExecuteRoleMappingCommand,
  ExecuteTagDefinitionCommand,
  ExecuteTenantCommand,
  ExecuteUserCommand,
} from '../index.js';

const now = '2026-03-01T10:00:00.000Z';
const tomorrow = '2026-03-02T10:00:00.000Z';
const shop: BindingScope = { kind: 'project', workspaceIdentifier: 'acme', projectIdentifier: 'shop' };
const acme: BindingScope = { kind: 'workspace', workspaceIdentifier: 'acme' };

describe('access to a tenant', () => {
  let installation: Installation;
  let request: RequestTenant;
  const jo = idOf('jo');

  beforeEach(async () => {
    installation = await startInstallation({ reactions: true });
    const { execute } = installation;
    request = await prepareTenant(installation);
    await execute(new ExecuteTenantCommand(request));
    for (const [role, letter] of [
      ['admin', 'a'],
      ['reader', 'r'],
    ] as const) {
      const mapping = { platformIdentifier: 'aws', roleIdentifier: role, groupAlias: role, permissionSetArns: [samplePermissionSet(letter)] };
      await execute(new ExecuteRoleMappingCommand({ type: 'ChangeRoleMapping', ...mapping, meta: metaOf(`map ${role}`) }));
    }
    await user({
      type: 'RegisterUser',
      subjectId: jo,
      person: { email: 'jo@example.com', name: 'Jo Smith', euid: 'jo@corp.example' },
      meta: metaOf('jo'),
    });
  });

  afterEach(() => installation.stop());

  const user = (command: UserCommand) => installation.execute(new ExecuteUserCommand(command));
  const grant = (name: string, more: Partial<GrantRole> = {}) => {
    const binding = { bindingId: idOf(name), subjectId: jo, roleIdentifier: 'admin', scope: shop };
    return installation.execute(new ExecuteRoleBindingCommand({ type: 'GrantRole', ...binding, ...more, meta: metaOf(`grant ${name}`, now) }));
  };
  const snapshot = async () => {
    await installation.settled();
    const found = await installation.queries.tenantSnapshot(request.tenantId);
    if (!found) throw new Error('the tenant is not there');
    return found;
  };
  const holders = async (at: string) => {
    await installation.settled();
    const entries = await installation.queries.whoHasAccess(request.tenantId, at);
    expect((await installation.queries.accessOf(jo, at)).length).toBe(entries.length);
    return entries.map(({ roleIdentifier, bindingId }) => [roleIdentifier, bindingId]);
  };

  it('is made of groups, people and grants', async () => {
    await grant('direct', { until: tomorrow });
    await grant('everywhere', { roleIdentifier: 'reader', scope: acme });
    expect(await snapshot()).toMatchObject({
      roles: [
        { roleIdentifier: 'admin', groupName: 'ol-acme.shop-admin', permissionSetArns: [samplePermissionSet('a')] },
        { roleIdentifier: 'reader', groupName: 'ol-acme.shop-reader', permissionSetArns: [samplePermissionSet('r')] },
      ],
      users: [{ subjectId: jo, userName: 'jo@corp.example', active: true }],
      problems: [],
    });
    expect((await snapshot()).grants).toHaveLength(2);
    expect(await holders(now)).toHaveLength(2);
    expect(await holders(tomorrow)).toEqual([['reader', idOf('everywhere')]]);
  });

  it('stays with another live grant when one is revoked or has ended', async () => {
    await grant('one');
    await grant('two', { until: tomorrow });
    await installation.execute(new ExecuteRoleBindingCommand({ type: 'RevokeRoleBinding', bindingId: idOf('one'), meta: metaOf('revoke', now) }));
    expect(await holders(now)).toEqual([['admin', idOf('two')]]);
    expect(await installation.queries.dueExpiries(now)).toEqual([]);
    expect(await installation.queries.dueExpiries(tomorrow)).toEqual([idOf('two')]);
    const expire = { type: 'ExpireRoleBinding', bindingId: idOf('two'), meta: metaOf('expire', tomorrow) } as const;
    await installation.execute(new ExecuteRoleBindingCommand(expire));
    await installation.settled();
    expect(await installation.queries.dueExpiries(tomorrow)).toEqual([]);
    expect((await snapshot()).grants).toEqual([]);
  });

  it('ends with the role in the workspace, for whoever has or had one', async () => {
    await grant('project');
    await grant('member', { roleIdentifier: 'member', scope: acme, until: tomorrow });
    expect((await snapshot()).grants).toEqual([expect.objectContaining({ bindingId: idOf('project'), from: now, until: tomorrow })]);
    await installation.execute(new ExecuteRoleBindingCommand({ type: 'RevokeRoleBinding', bindingId: idOf('member'), meta: metaOf('out', now) }));
    expect((await snapshot()).grants).toEqual([]);
    await grant('member again', { roleIdentifier: 'manager', scope: acme });
    expect((await snapshot()).grants).toHaveLength(1);
  });

  it('ends when the person is disabled, and for good when deleted; no event names the person', async () => {
    await grant('direct');
    await user({ type: 'DisableUser', subjectId: jo, meta: metaOf('disable') });
    expect((await snapshot()).users).toMatchObject([{ active: false }]);
    expect(await holders(now)).toEqual([]);
    await user({ type: 'DeleteUser', subjectId: jo, meta: metaOf('delete') });
    expect((await snapshot()).users).toEqual([{ subjectId: jo, userName: undefined, active: false }]);
    expect(await installation.people.get(jo)).toBeUndefined();
    expect(await installation.queries.user(jo)).toEqual({ subjectId: jo, status: 'deleted' });
    for await (const event of installation.store.readAll()) expect(JSON.stringify([event.data, event.metadata])).not.toMatch(/jo@|Smith/i);
  });

  it('keeps a change of the person that a repetition of an older command would undo', async () => {
    const register = { type: 'RegisterUser', subjectId: jo, person: { email: 'jo@example.com', name: 'Jo Smith', euid: 'jo@corp.example' } } as const;
    await user({ type: 'ChangeUser', subjectId: jo, person: { email: 'jo@example.com', name: 'Jo Miller' }, meta: metaOf('marry') });
    expect(await user({ ...register, meta: metaOf('jo') })).toMatchObject({ repeated: true });
    expect(await installation.people.get(jo)).toEqual({ email: 'jo@example.com', name: 'Jo Miller' });
    await installation.settled();
    expect(await installation.queries.userByEmail('JO@example.com')).toMatchObject({ subjectId: jo, person: { name: 'Jo Miller' } });
  });

  const affected = async (work: Promise<Executed<DomainEvent>>): Promise<readonly string[]> => {
    const { stream } = await work;
    await installation.settled();
    const { events } = await installation.store.readStream(stream, { direction: 'backward', limit: 1 });
    return installation.queries.tenantsAffectedBy(events[0]!);
  };

  it('says which tenants an event touches', async () => {
    const { execute } = installation;
    const create = {
      type: 'CreateProject',
      workspaceIdentifier: 'acme',
      projectIdentifier: 'other',
      displayName: 'O',
      meta: metaOf('other'),
    } as const;
    expect(await affected(execute(new ExecuteProjectCommand(create)))).toEqual([]);
    const other = { ...request, projectIdentifier: 'other', tenantId: idOf('other tenant'), meta: metaOf('request other') };
    expect(await affected(execute(new ExecuteTenantCommand(other)))).toEqual([other.tenantId]);
    expect(await affected(grant('direct'))).toEqual([request.tenantId]);
    expect(await affected(grant('everywhere', { scope: acme }))).toEqual([request.tenantId, other.tenantId]);
    expect(await affected(user({ type: 'DisableUser', subjectId: jo, meta: metaOf('disable') }))).toEqual([request.tenantId, other.tenantId]);
    const revoke = { type: 'RevokeRoleBinding', bindingId: idOf('direct'), meta: metaOf('revoke', now) } as const;
    expect(await affected(execute(new ExecuteRoleBindingCommand(revoke)))).toEqual([request.tenantId]);
    const unmap = { type: 'RemoveRoleMapping', platformIdentifier: 'aws', roleIdentifier: 'admin', meta: metaOf('unmap') } as const;
    expect(await affected(execute(new ExecuteRoleMappingCommand(unmap)))).toEqual([request.tenantId, other.tenantId]);
    expect((await snapshot()).roles.map(({ roleIdentifier }) => roleIdentifier)).toEqual(['reader']);
    const define = { type: 'CreateTagDefinition', definition: sampleTag({ target: 'project' }), meta: metaOf('tag') } as const;
    expect(await affected(execute(new ExecuteTagDefinitionCommand(define)))).toHaveLength(2);
    const tags = { workspaceIdentifier: 'acme', projectIdentifier: 'shop', tags: { CostCenter: '4711' }, meta: metaOf('tags') };
    expect(await affected(execute(new ExecuteProjectCommand({ type: 'ChangeProjectTags', ...tags })))).toEqual([request.tenantId]);
    expect((await snapshot()).accountTags).toEqual({ 'ol:CostCenter': '4711' });
  });
});
