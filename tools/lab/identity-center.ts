import { CreateUserCommand, IdentitystoreClient, ListUsersCommand } from '@aws-sdk/client-identitystore';
import {
  AttachManagedPolicyToPermissionSetCommand,
  CreatePermissionSetCommand,
  DescribePermissionSetCommand,
  ListInstancesCommand,
  ListPermissionSetsCommand,
  SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import type { Admin } from '../../test/support/admin-clients.js';

export interface IdentityCenter {
  readonly instanceArn: string;
  readonly identityStoreId: string;
  /** Permission set ARN by name. */
  readonly permissionSets: Readonly<Record<string, string>>;
}

export interface IdentityCenterContent {
  readonly permissionSets: readonly { readonly name: string; readonly managedPolicyArn: string }[];
  /** People as the company's directory would bring them, by user name. */
  readonly users: readonly { readonly userName: string; readonly name: string; readonly email: string }[];
}

/** What an organisation has before Orgledger comes: permission sets and the people of the company's directory. Makes what is missing. */
export const prepareIdentityCenter = async (admin: Admin, content: IdentityCenterContent): Promise<IdentityCenter> => {
  const { endpoint, region, accessKeyId, secretAccessKey } = admin;
  const settings = { region, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 10, ...(endpoint === undefined ? {} : { endpoint }) };
  const sso = new SSOAdminClient(settings);
  const directory = new IdentitystoreClient(settings);
  const { Instances: [instance] = [] } = await sso.send(new ListInstancesCommand({}));
  const { InstanceArn: instanceArn, IdentityStoreId: identityStoreId } = instance ?? {};
  if (!instanceArn || !identityStoreId) throw new Error('The organisation has no Identity Center instance: enable it first.');
  await ensureUsers(directory, identityStoreId, content.users);
  return { instanceArn, identityStoreId, permissionSets: await ensurePermissionSets(sso, instanceArn, content.permissionSets) };
};

const ensurePermissionSets = async (
  sso: SSOAdminClient,
  instanceArn: string,
  wanted: IdentityCenterContent['permissionSets'],
): Promise<Record<string, string>> => {
  const found: Record<string, string> = {};
  const { PermissionSets: arns = [] } = await sso.send(new ListPermissionSetsCommand({ InstanceArn: instanceArn, MaxResults: 100 }));
  for (const arn of arns) {
    const { PermissionSet: set } = await sso.send(new DescribePermissionSetCommand({ InstanceArn: instanceArn, PermissionSetArn: arn }));
    if (set?.Name) found[set.Name] = arn;
  }
  for (const { name, managedPolicyArn } of wanted) {
    if (found[name]) continue;
    const { PermissionSet: made } = await sso.send(new CreatePermissionSetCommand({ InstanceArn: instanceArn, Name: name }));
    const arn = made?.PermissionSetArn ?? '';
    await sso.send(
      new AttachManagedPolicyToPermissionSetCommand({ InstanceArn: instanceArn, PermissionSetArn: arn, ManagedPolicyArn: managedPolicyArn }),
    );
    found[name] = arn;
  }
  return found;
};

const ensureUsers = async (directory: IdentitystoreClient, identityStoreId: string, wanted: IdentityCenterContent['users']): Promise<void> => {
  const known = new Set<string>();
  let NextToken: string | undefined;
  do {
    const page = await directory.send(new ListUsersCommand({ IdentityStoreId: identityStoreId, ...(NextToken === undefined ? {} : { NextToken }) }));
    for (const { UserName } of page.Users ?? []) known.add(UserName ?? '');
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  for (const { userName, name, email } of wanted) {
    if (known.has(userName)) continue;
    const [GivenName = name, FamilyName = name] = name.split(' ');
    await directory.send(
      new CreateUserCommand({
        IdentityStoreId: identityStoreId,
        UserName: userName,
        DisplayName: name,
        Name: { GivenName, FamilyName },
        Emails: [{ Value: email, Primary: true }],
      }),
    );
  }
};
