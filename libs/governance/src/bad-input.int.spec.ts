import type { Command } from '@nestjs/cqrs';
import { createMemoryEventStore } from '@orgledger/event-store';
import type { Executed } from '@orgledger/event-store';
import { DomainError } from '@orgledger/kernel';
import type { DomainEvent } from '@orgledger/kernel';
import {
  executorOf,
  idOf,
  metaOf,
  prepareTenant,
  sampleExternalId,
  sampleLandingZone,
  samplePermissionSet,
  sampleSettings,
  sampleTag,
} from '@orgledger/governance/testing';
import {
  ExecuteLandingZoneCommand,
  ExecutePaymentMethodCommand,
  ExecutePlatformCommand,
  ExecuteProjectCommand,
  ExecuteProjectRoleCommand,
  ExecuteRoleBindingCommand,
  ExecuteRoleMappingCommand,
  ExecuteTagDefinitionCommand,
  ExecuteTenantCommand,
  ExecuteUserCommand,
  ExecuteWorkspaceCommand,
} from './index.js';

type Input = Record<string, unknown>;
const person = { email: 'jo@example.com', name: 'Jo' };
const project = { workspaceIdentifier: 'acme', projectIdentifier: 'shop' };
const method = { workspaceIdentifier: 'acme', paymentMethodIdentifier: 'po' };
const platform = { platformIdentifier: 'aws' };
const zone = { ...platform, landingZoneIdentifier: 'dev' };
const tenant = { tenantId: idOf('t'), ...project, ...zone };
const binding = { bindingId: idOf('b'), subjectId: idOf('jo'), roleIdentifier: 'admin', scope: { kind: 'project', ...project } };
const mapping = { ...platform, roleIdentifier: 'admin', groupAlias: 'admin', permissionSetArns: [samplePermissionSet('a')] };
const registration = { platformIdentifier: 'new', displayName: 'New', settings: sampleSettings, generatedExternalId: sampleExternalId };

/** Every command with a right input; each of its fields is then spoilt in turn. */
const commands: readonly [string, new (command: never) => Command<Executed<DomainEvent>>, Input][] = [
  ['CreateWorkspace', ExecuteWorkspaceCommand, { workspaceIdentifier: 'new', displayName: 'N' }],
  ['RenameWorkspace', ExecuteWorkspaceCommand, { workspaceIdentifier: 'acme', displayName: 'N' }],
  ['ChangeWorkspaceTags', ExecuteWorkspaceCommand, { workspaceIdentifier: 'acme', tags: {} }],
  ['ChangeWorkspaceContacts', ExecuteWorkspaceCommand, { workspaceIdentifier: 'acme', contacts: [] }],
  ['DeleteWorkspace', ExecuteWorkspaceCommand, { workspaceIdentifier: 'acme', reason: 'x' }],
  ['CreateProject', ExecuteProjectCommand, { ...project, displayName: 'N' }],
  ['RenameProject', ExecuteProjectCommand, { ...project, displayName: 'N' }],
  ['ChangeProjectTags', ExecuteProjectCommand, { ...project, tags: {} }],
  ['MarkProjectForDeletion', ExecuteProjectCommand, { ...project, reason: 'x' }],
  ['CreatePaymentMethod', ExecutePaymentMethodCommand, { ...method, displayName: 'N', amount: '1', currency: 'EUR' }],
  ['ChangePaymentMethod', ExecutePaymentMethodCommand, { ...method, displayName: 'N' }],
  ['DeletePaymentMethod', ExecutePaymentMethodCommand, { ...method, reason: 'x' }],
  ['AssignPaymentMethod', ExecutePaymentMethodCommand, { ...project, paymentMethodIdentifier: 'po' }],
  ['RegisterPlatform', ExecutePlatformCommand, registration],
  ['RenamePlatform', ExecutePlatformCommand, { ...platform, displayName: 'N' }],
  ['ChangePlatformConnection', ExecutePlatformCommand, { ...platform, settings: sampleSettings }],
  ['ChangePlatformAvailability', ExecutePlatformCommand, { ...platform, availability: { kind: 'public' } }],
  ['RequestVerification', ExecutePlatformCommand, platform],
  ['RecordVerification', ExecutePlatformCommand, { ...platform, verificationId: idOf('v'), checks: [] }],
  ['PublishPlatform', ExecutePlatformCommand, platform],
  ['DeprecatePlatform', ExecutePlatformCommand, platform],
  ['ReactivatePlatform', ExecutePlatformCommand, platform],
  ['RemovePlatform', ExecutePlatformCommand, { ...platform, reason: 'x' }],
  ['RotateExternalId', ExecutePlatformCommand, { ...platform, generatedExternalId: sampleExternalId }],
  ['CompleteExternalIdRotation', ExecutePlatformCommand, platform],
  ['DefineLandingZone', ExecuteLandingZoneCommand, { ...zone, displayName: 'N', settings: sampleLandingZone }],
  ['ChangeLandingZone', ExecuteLandingZoneCommand, { ...zone, displayName: 'N', settings: sampleLandingZone }],
  ['DisableLandingZone', ExecuteLandingZoneCommand, zone],
  ['EnableLandingZone', ExecuteLandingZoneCommand, zone],
  ['DeleteLandingZone', ExecuteLandingZoneCommand, { ...zone, reason: 'x' }],
  ['RequestTenant', ExecuteTenantCommand, tenant],
  ['AssignTenantAccount', ExecuteTenantCommand, { tenantId: idOf('t'), accountId: '444444444444' }],
  ['ActivateTenant', ExecuteTenantCommand, { tenantId: idOf('t') }],
  ['ChangeTenantLandingZone', ExecuteTenantCommand, { tenantId: idOf('t'), landingZoneIdentifier: 'dev' }],
  ['RegisterUser', ExecuteUserCommand, { subjectId: idOf('jo'), person }],
  ['ChangeUser', ExecuteUserCommand, { subjectId: idOf('jo'), person }],
  ['DisableUser', ExecuteUserCommand, { subjectId: idOf('jo') }],
  ['EnableUser', ExecuteUserCommand, { subjectId: idOf('jo') }],
  ['DeleteUser', ExecuteUserCommand, { subjectId: idOf('jo') }],
  ['DefineProjectRole', ExecuteProjectRoleCommand, { roleIdentifier: 'auditor', displayName: 'A' }],
  ['RenameProjectRole', ExecuteProjectRoleCommand, { roleIdentifier: 'auditor', displayName: 'A' }],
  ['RemoveProjectRole', ExecuteProjectRoleCommand, { roleIdentifier: 'auditor' }],
  ['ChangeRoleMapping', ExecuteRoleMappingCommand, mapping],
  ['RemoveRoleMapping', ExecuteRoleMappingCommand, { ...platform, roleIdentifier: 'admin' }],
  ['GrantRole', ExecuteRoleBindingCommand, binding],
  ['SetRoleBindingExpiry', ExecuteRoleBindingCommand, { bindingId: idOf('b') }],
  ['RevokeRoleBinding', ExecuteRoleBindingCommand, { bindingId: idOf('b') }],
  ['ExpireRoleBinding', ExecuteRoleBindingCommand, { bindingId: idOf('b') }],
  ['CreateTagDefinition', ExecuteTagDefinitionCommand, { definition: sampleTag() }],
  ['ChangeTagDefinition', ExecuteTagDefinitionCommand, { definition: sampleTag() }],
  ['DeleteTagDefinition', ExecuteTagDefinitionCommand, { target: 'workspace', key: 'CostCenter' }],
];

const spoilt: readonly (readonly [string, unknown])[] = [
  ['missing', undefined],
  ['null', null],
  ['empty', ''],
  ['too long', 'x'.repeat(5000)],
  ['unicode', '\u{1f4a9}\u202e'],
  ['a path', '../../etc'],
  ['a number', 42],
  ['a list', ['x']],
  ['an object', { a: 1 }],
];

/** Free texts take any line, tags may be left out, a project may pay by nothing, and the elements of checks are the replicator's. */
const isRight = (type: string, field: string, value: unknown): boolean =>
  (['displayName', 'reason'].includes(field) && value === '../../etc') ||
  (field === 'tags' && value == null) ||
  (type === 'AssignPaymentMethod' && field === 'paymentMethodIdentifier' && value === undefined);

describe('bad input', () => {
  it.each(commands)('of %s is refused by a typed error that names the field, and nothing is appended', async (type, Execute, input) => {
    const store = createMemoryEventStore();
    const { execute } = executorOf(store);
    await prepareTenant({ execute });
    await execute(new ExecutePaymentMethodCommand({ type: 'CreatePaymentMethod', ...method, displayName: 'Order', meta: metaOf('method') }));
    const head = await store.head();
    for (const field of Object.keys(input)) {
      for (const [kind, value] of spoilt) {
        if (isRight(type, field, value)) continue;
        const command = new Execute({ type, ...input, [field]: value, meta: metaOf(`${type} ${field} ${kind}`) } as never);
        const refusal: unknown = await execute(command).then(
          () => 'accepted',
          (error: unknown) => error,
        );
        expect({ field, kind, refusal: refusal instanceof DomainError ? 'DomainError' : refusal }).toEqual({ field, kind, refusal: 'DomainError' });
        const named = (refusal as DomainError).field ?? '';
        expect({ kind, named: named.split(/[.[]/)[0] }).toEqual({ kind, named: field });
      }
    }
    expect(await store.head()).toBe(head);
  });
});
