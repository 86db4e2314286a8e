import type { AuthorizationTarget, World } from './service.js';

type Context = NonNullable<AuthorizationTarget['context']>;
type Tags = readonly { readonly Key: string; readonly Value: string }[];

/** A target without a resource type: the action is allowed or denied as such. */
export const anyResource = (action: string, accountId: string, context?: Context): AuthorizationTarget => ({
  action,
  resource: '*',
  resourceAccountId: accountId,
  ...(context ? { context } : {}),
});

export const resourceTarget = (action: string, resource: string, accountId: string, context?: Context): AuthorizationTarget => ({
  action,
  resource,
  resourceAccountId: accountId,
  ...(context ? { context } : {}),
});

/** `aws:RequestTag/…` and `aws:TagKeys` of the tags that a request carries. */
export const requestTagContext = (tags: Tags): Context =>
  tags.length === 0
    ? {}
    : { ...Object.fromEntries(tags.map((tag) => [`aws:RequestTag/${tag.Key}`, tag.Value])), 'aws:TagKeys': tags.map((tag) => tag.Key) };

/** `aws:ResourceTag/…` of the tags that the resource has; IAM and STS know them as `iam:ResourceTag/…` too. */
export const resourceTagContext = (tags: Tags, prefixes: readonly string[] = ['aws']): Context =>
  Object.fromEntries(tags.flatMap((tag) => prefixes.map((prefix) => [`${prefix}:ResourceTag/${tag.Key}`, tag.Value])));

/** ARNs of the resources that actions of the five services name. */
export const arns = {
  accountRoot: (world: World, accountId: string) => `arn:${world.partition}:iam::${accountId}:root`,
  role: (world: World, accountId: string, path: string, name: string) => `arn:${world.partition}:iam::${accountId}:role${path}${name}`,
  user: (world: World, accountId: string, path: string, name: string) => `arn:${world.partition}:iam::${accountId}:user${path}${name}`,
  policy: (world: World, accountId: string, path: string, name: string) => `arn:${world.partition}:iam::${accountId}:policy${path}${name}`,
  samlProvider: (world: World, accountId: string, name: string) => `arn:${world.partition}:iam::${accountId}:saml-provider/${name}`,
  oidcProvider: (world: World, accountId: string, host: string) => `arn:${world.partition}:iam::${accountId}:oidc-provider/${host}`,
  assumedRole: (world: World, accountId: string, roleName: string, session: string) =>
    `arn:${world.partition}:sts::${accountId}:assumed-role/${roleName}/${session}`,
  organization: (world: World) => `arn:${world.partition}:organizations::${world.managementAccountId}:organization/${world.organizationId}`,
  organizationAccount: (world: World, accountId: string) =>
    `arn:${world.partition}:organizations::${world.managementAccountId}:account/${world.organizationId}/${accountId}`,
  organizationalUnit: (world: World, ouId: string) =>
    `arn:${world.partition}:organizations::${world.managementAccountId}:ou/${world.organizationId}/${ouId}`,
  organizationRoot: (world: World, rootId: string) =>
    `arn:${world.partition}:organizations::${world.managementAccountId}:root/${world.organizationId}/${rootId}`,
  organizationPolicy: (world: World, type: string, policyId: string) =>
    `arn:${world.partition}:organizations::${world.managementAccountId}:policy/${world.organizationId}/${type}/${policyId}`,
  ssoAccount: (world: World, accountId: string) => `arn:${world.partition}:sso:::account/${accountId}`,
  identityStore: (world: World, storeId: string) => `arn:${world.partition}:identitystore::${world.managementAccountId}:identitystore/${storeId}`,
  group: (world: World, groupId: string) => `arn:${world.partition}:identitystore:::group/${groupId}`,
  storeUser: (world: World, userId: string) => `arn:${world.partition}:identitystore:::user/${userId}`,
  membership: (world: World, membershipId: string) => `arn:${world.partition}:identitystore:::membership/${membershipId}`,
  /** What List actions name: policies match it with the very same `group/*`, or with `*`. */
  allGroups: (world: World) => `arn:${world.partition}:identitystore:::group/*`,
  allStoreUsers: (world: World) => `arn:${world.partition}:identitystore:::user/*`,
  allMemberships: (world: World) => `arn:${world.partition}:identitystore:::membership/*`,
};
