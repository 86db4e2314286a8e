/** Steps of a run, in order. @source specs/replication.md "Steps of one run" (6–9 come with StackSets, Control Tower and hooks) */
export const steps = ['account', 'accountTags', 'organizationalUnit', 'accessRole', 'alias', 'access', 'selfDowngrade', 'done'] as const;
export type Step = (typeof steps)[number];

/** An id that an earlier change of the same plan makes: `account`, `ou:<path>` or `group:<name>`. */
export interface Ref {
  readonly ref: string;
}
export type Id = string | Ref;

export const accountRef: Ref = { ref: 'account' };
export const unitRef = (path: readonly string[]): Ref => ({ ref: `ou:${path.join('/')}` });
export const groupRef = (name: string): Ref => ({ ref: `group:${name}` });

interface Call<Service extends string, Operation extends string, In extends Step, Parameters> {
  readonly step: In;
  readonly service: Service;
  readonly operation: Operation;
  /** Named as in AWS's API. A policy document may hold `{accountId}` where the account is still to be made. */
  readonly parameters: Parameters;
  /** Why, in the reader's words. */
  readonly reason: string;
}

type Tags = Readonly<Record<string, string>>;
interface Assignment {
  readonly TargetId: Id;
  readonly PermissionSetArn: string;
  readonly PrincipalId: Id;
}

export type CreateAccount = Call<
  'organizations',
  'CreateAccount',
  'account',
  { readonly AccountName: string; readonly Email: string; readonly RoleName: string; readonly Tags: Tags }
>;
export type TagResource = Call<'organizations', 'TagResource', 'accountTags', { readonly ResourceId: Id; readonly Tags: Tags }>;
export type UntagResource = Call<'organizations', 'UntagResource', 'accountTags', { readonly ResourceId: Id; readonly TagKeys: readonly string[] }>;
export type CreateOrganizationalUnit = Call<
  'organizations',
  'CreateOrganizationalUnit',
  'organizationalUnit',
  { readonly ParentId: Id; readonly Name: string; /** Names below the root, this one last. */ readonly Path: readonly string[] }
>;
export type MoveAccount = Call<
  'organizations',
  'MoveAccount',
  'organizationalUnit',
  { readonly AccountId: Id; readonly SourceParentId: string; readonly DestinationParentId: Id }
>;
export type UpdateAssumeRolePolicy = Call<
  'iam',
  'UpdateAssumeRolePolicy',
  'accessRole',
  { readonly RoleName: string; readonly PolicyDocument: string; /** The ExternalId must be proven before the next change. */ readonly Prove: boolean }
>;
export type CreateAccountAlias = Call<'iam', 'CreateAccountAlias', 'alias', { readonly AccountAlias: string }>;
export type CreateGroup = Call<'identitystore', 'CreateGroup', 'access', { readonly DisplayName: string; readonly Description: string }>;
export type UpdateGroup = Call<'identitystore', 'UpdateGroup', 'access', { readonly GroupId: string; readonly DisplayName: string }>;
export type DeleteGroup = Call<'identitystore', 'DeleteGroup', 'access', { readonly GroupId: string }>;
export type CreateGroupMembership = Call<
  'identitystore',
  'CreateGroupMembership',
  'access',
  { readonly GroupId: Id; readonly UserId: string; readonly SubjectId: string }
>;
export type DeleteGroupMembership = Call<
  'identitystore',
  'DeleteGroupMembership',
  'access',
  { readonly MembershipId: string; readonly GroupId: string; readonly UserId: string }
>;
export type CreateAccountAssignment = Call<'ssoadmin', 'CreateAccountAssignment', 'access', Assignment>;
export type DeleteAccountAssignment = Call<'ssoadmin', 'DeleteAccountAssignment', 'access', Assignment>;
export type PutRolePolicy = Call<
  'iam',
  'PutRolePolicy',
  'selfDowngrade',
  { readonly RoleName: string; readonly PolicyName: string; readonly PolicyDocument: string }
>;
export type DetachRolePolicy = Call<'iam', 'DetachRolePolicy', 'selfDowngrade', { readonly RoleName: string; readonly PolicyArn: string }>;

/** Exactly one call that changes AWS. The dry run's list and the run's calls are both lists of these. */
export type Change =
  | CreateAccount
  | TagResource
  | UntagResource
  | CreateOrganizationalUnit
  | MoveAccount
  | UpdateAssumeRolePolicy
  | CreateAccountAlias
  | CreateGroup
  | UpdateGroup
  | DeleteGroup
  | CreateGroupMembership
  | DeleteGroupMembership
  | CreateAccountAssignment
  | DeleteAccountAssignment
  | PutRolePolicy
  | DetachRolePolicy;

/** Something that people should know. `blocks`: the step cannot go on until somebody acts. Never holds personal data: users are named by subject id. */
export interface Remark {
  readonly step: Step;
  readonly code: string;
  readonly forUser: string;
  readonly forOperator: string;
  readonly blocks: boolean;
}

export interface Plan {
  readonly changes: readonly Change[];
  readonly remarks: readonly Remark[];
}

/** The id behind a reference, once the change that makes it was carried out. */
export const resolveId = (id: Id, made: Readonly<Record<string, string>>): string => {
  if (typeof id === 'string') return id;
  const value = made[id.ref];
  if (value === undefined) throw new TypeError(`nothing has made ${id.ref} yet`);
  return value;
};
