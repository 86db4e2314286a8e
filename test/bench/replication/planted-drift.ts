import {
  DeleteGroupCommand,
  DeleteGroupMembershipCommand,
  GetGroupIdCommand,
  IdentitystoreClient,
  ListGroupMembershipsCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-identitystore';
import { ListParentsCommand, ListRootsCommand, MoveAccountCommand, OrganizationsClient, UntagResourceCommand } from '@aws-sdk/client-organizations';
import {
  DeleteAccountAssignmentCommand,
  ListInstancesCommand,
  ListPermissionSetsProvisionedToAccountCommand,
  SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import type { Admin } from '../../support/admin-clients.js';

/** A tenant of the bench and where it is in AWS. */
export interface Tenant {
  readonly tenantId: string;
  readonly accountId: string;
  /** Name of one of its groups. */
  readonly groupName: string;
}

export interface Plant {
  readonly what: string;
  /** Whether the organisation's lists show it, so that it is found the same night. */
  readonly listed: boolean;
  plant(tenant: Tenant): Promise<unknown>;
}

/** What an administrator may do behind Orgledger's back. */
export const plants = async (admin: Admin): Promise<readonly Plant[]> => {
  const { endpoint, region, accessKeyId, secretAccessKey } = admin;
  const settings = { region, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 10, ...(endpoint === undefined ? {} : { endpoint }) };
  const [organizations, directory, sso] = [new OrganizationsClient(settings), new IdentitystoreClient(settings), new SSOAdminClient(settings)];
  const { Instances: [instance] = [] } = await sso.send(new ListInstancesCommand({}));
  const store = { IdentityStoreId: instance?.IdentityStoreId };
  const center = { InstanceArn: instance?.InstanceArn };
  const groupIdOf = async ({ groupName }: Tenant): Promise<string | undefined> => {
    const AlternateIdentifier = { UniqueAttribute: { AttributePath: 'displayName', AttributeValue: groupName } };
    return (await directory.send(new GetGroupIdCommand({ ...store, AlternateIdentifier }))).GroupId;
  };
  return [
    {
      what: 'an account moved to the root',
      listed: true,
      plant: async ({ accountId }) => {
        const { Parents: [parent] = [] } = await organizations.send(new ListParentsCommand({ ChildId: accountId }));
        const { Roots: [root] = [] } = await organizations.send(new ListRootsCommand({}));
        return organizations.send(new MoveAccountCommand({ AccountId: accountId, SourceParentId: parent?.Id, DestinationParentId: root?.Id }));
      },
    },
    {
      what: 'a member taken out of a group',
      listed: true,
      plant: async (tenant) => {
        const { GroupMemberships: [membership] = [] } = await directory.send(
          new ListGroupMembershipsCommand({ ...store, GroupId: await groupIdOf(tenant) }),
        );
        return directory.send(new DeleteGroupMembershipCommand({ ...store, MembershipId: membership?.MembershipId }));
      },
    },
    {
      what: 'a group renamed',
      listed: true,
      plant: async (tenant) =>
        directory.send(
          new UpdateGroupCommand({
            ...store,
            GroupId: await groupIdOf(tenant),
            Operations: [{ AttributePath: 'displayName', AttributeValue: `${tenant.groupName} (by hand)` }],
          }),
        ),
    },
    {
      what: 'a group deleted',
      listed: true,
      plant: async (tenant) => directory.send(new DeleteGroupCommand({ ...store, GroupId: await groupIdOf(tenant) })),
    },
    {
      what: 'a tag taken off an account',
      listed: false,
      plant: ({ accountId }) => organizations.send(new UntagResourceCommand({ ResourceId: accountId, TagKeys: ['acme:environment'] })),
    },
    {
      what: 'an assignment taken away',
      listed: false,
      plant: async (tenant) => {
        const { PermissionSets: sets = [] } = await sso.send(
          new ListPermissionSetsProvisionedToAccountCommand({ ...center, AccountId: tenant.accountId }),
        );
        const target = { ...center, TargetId: tenant.accountId, TargetType: 'AWS_ACCOUNT', PrincipalType: 'GROUP' } as const;
        const PrincipalId = await groupIdOf(tenant);
        for (const PermissionSetArn of sets) {
          // The group holds one of them; taking away what it does not hold fails later and changes nothing.
          await sso.send(new DeleteAccountAssignmentCommand({ ...target, PermissionSetArn, PrincipalId }));
          await new Promise((resolve) => setTimeout(resolve, 2_000));
        }
      },
    },
  ];
};
