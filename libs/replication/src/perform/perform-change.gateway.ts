import type { IamAdapter, ScopedConnection } from '@orgledger/aws';
import type { Change, DetachRolePolicy } from '../plan/change.js';
import { resolveId } from '../plan/change.js';
import type { OutcomeEvent, RemarkText } from '../run/run.events.js';
import type { AssignmentBoard } from './assignment-board.gateway.js';

type Unplaced<Event> = Event extends unknown ? Omit<Event, 'step' | 'change' | 'requestIds'> : never;

/** `stale`: AWS is not as it was when the change was planned; look and plan again. */
export type Performed =
  | { readonly kind: 'done'; readonly outcome: Unplaced<OutcomeEvent>; readonly made?: { readonly ref: string; readonly id: string } }
  | { readonly kind: 'stale'; readonly why: string }
  /** `doubtful`: AWS may be refusing what an earlier try of ours has done already; worth another look before it counts. */
  | { readonly kind: 'refused'; readonly remark: RemarkText; readonly outcome?: Unplaced<OutcomeEvent>; readonly doubtful?: boolean };

export interface PerformScope {
  readonly aws: ScopedConnection;
  readonly assignments: AssignmentBoard;
  readonly accountId: string;
  readonly iam: () => Promise<IamAdapter>;
  /** Ids made by earlier changes, by reference. */
  readonly made: Readonly<Record<string, string>>;
  /** Names this run's operations where AWS limits how many are in progress. */
  readonly slotHolder: string;
}

type Planned<Operation extends Change['operation']> = Extract<Change, { readonly operation: Operation }>;
type Performer<Operation extends Change['operation']> = (change: Planned<Operation>, scope: PerformScope) => Promise<Performed>;

/** Every operation but CreateAccount, which has its own procedure. Each makes exactly one call that changes AWS. */
const performers: { readonly [Operation in Exclude<Change['operation'], 'CreateAccount'>]: Performer<Operation> } = {
  TagResource: async ({ parameters }, { aws, accountId }) => {
    const outcome = await aws.organizations.tag(accountId, parameters.Tags);
    return outcome === 'tagged' ? done({ type: 'AccountTagged', set: parameters.Tags, removed: [] }) : stale(outcome);
  },
  UntagResource: async ({ parameters }, { aws, accountId }) => {
    const outcome = await aws.organizations.untag(accountId, parameters.TagKeys);
    return outcome === 'untagged' ? done({ type: 'AccountTagged', set: {}, removed: parameters.TagKeys }) : stale(outcome);
  },
  CreateOrganizationalUnit: async ({ parameters }, { aws, made }) => {
    const { Name: name, Path: path } = parameters;
    const result = await aws.organizations.createOu(resolveId(parameters.ParentId, made), name);
    if (result.outcome !== 'created') return stale(result.outcome);
    return done({ type: 'OrganizationalUnitCreated', ouId: result.ou.id, path }, { ref: `ou:${path.join('/')}`, id: result.ou.id });
  },
  MoveAccount: async ({ parameters }, { aws, accountId, made }) => {
    const [from, to] = [parameters.SourceParentId, resolveId(parameters.DestinationParentId, made)];
    const outcome = await aws.organizations.moveAccount(accountId, from, to);
    return outcome === 'moved' ? done({ type: 'AccountMoved', from, to }) : stale(outcome);
  },
  UpdateAssumeRolePolicy: async ({ parameters }, { iam, accountId }) => {
    const { RoleName: roleName, PolicyDocument: document } = parameters;
    const outcome = await (await iam()).updateTrust(roleName, withAccount(document, accountId));
    return outcome === 'updated' ? done({ type: 'AccessRoleTrustHardened', roleName }) : stale(outcome);
  },
  CreateAccountAlias: async ({ parameters: { AccountAlias: alias } }, { iam }) => {
    const outcome = await (await iam()).createAlias(alias);
    return outcome === 'created' ? done({ type: 'AccountAliasSet', alias }) : { kind: 'refused', remark: aliasTaken(alias), doubtful: true };
  },
  CreateGroup: async ({ parameters: { DisplayName: name, Description: description } }, { aws }) => {
    const result = await aws.identityStore.createGroup(name, description);
    if (result.outcome !== 'created') return stale(result.outcome);
    return done({ type: 'GroupCreated', groupId: result.groupId, name }, { ref: `group:${name}`, id: result.groupId });
  },
  UpdateGroup: async ({ parameters: { GroupId: groupId, DisplayName: name } }, { aws }) => {
    const outcome = await aws.identityStore.renameGroup(groupId, name);
    return outcome === 'renamed' ? done({ type: 'GroupRenamed', groupId, name }) : stale(outcome);
  },
  DeleteGroup: async ({ parameters: { GroupId: groupId } }, { aws }) => {
    await aws.identityStore.deleteGroup(groupId);
    return done({ type: 'GroupDeleted', groupId });
  },
  CreateGroupMembership: async ({ parameters }, { aws, made }) => {
    const { UserId: userId, SubjectId: subjectId } = parameters;
    const groupId = resolveId(parameters.GroupId, made);
    const result = await aws.identityStore.addMember(groupId, userId);
    return result.outcome === 'groupOrUserMissing'
      ? stale(result.outcome)
      : done({ type: 'MembershipChanged', groupId, userId, subjectId, member: true });
  },
  DeleteGroupMembership: async ({ parameters: { MembershipId: membershipId, GroupId: groupId, UserId: userId } }, { aws }) => {
    await aws.identityStore.removeMember(membershipId);
    return done({ type: 'MembershipChanged', groupId, userId, member: false });
  },
  CreateAccountAssignment: async ({ parameters }, scope) => {
    const groupId = resolveId(parameters.PrincipalId, scope.made);
    return assignment('creation', { groupId, permissionSetArn: parameters.PermissionSetArn }, scope);
  },
  DeleteAccountAssignment: async ({ parameters }, scope) => {
    const groupId = resolveId(parameters.PrincipalId, scope.made);
    return assignment('deletion', { groupId, permissionSetArn: parameters.PermissionSetArn }, scope);
  },
  PutRolePolicy: async ({ parameters }, { iam, accountId }) => {
    const { RoleName: roleName, PolicyName: policyName, PolicyDocument: document } = parameters;
    const outcome = await (await iam()).putRolePolicy(roleName, policyName, withAccount(document, accountId));
    return outcome === 'put' ? done({ type: 'AccessRolePolicyWritten', roleName, policyName }) : stale(outcome);
  },
  DetachRolePolicy: async (change, { iam }) => {
    await (await iam()).detachPolicy(change.parameters.RoleName, change.parameters.PolicyArn);
    return downgraded(change);
  },
};

export const performChange = (change: Exclude<Change, { readonly operation: 'CreateAccount' }>, scope: PerformScope): Promise<Performed> => {
  const perform = performers[change.operation] as (change: Change, scope: PerformScope) => Promise<Performed>;
  return perform(change, scope);
};

/** A document planned before the account existed names it `{accountId}`. */
export const withAccount = (document: string, accountId: string): string => document.replaceAll('{accountId}', accountId);

/** What is recorded once the policy is detached. */
export const downgraded = ({ parameters: { RoleName: roleName, PolicyArn: detachedPolicyArn } }: DetachRolePolicy): Performed =>
  done({ type: 'AccessRoleDowngraded', roleName, detachedPolicyArn });

const done = (outcome: Unplaced<OutcomeEvent>, made?: { readonly ref: string; readonly id: string }): Performed => ({
  kind: 'done',
  outcome,
  ...(made && { made }),
});

const stale = (why: string): Performed => ({ kind: 'stale', why });

const assignment = async (
  direction: 'creation' | 'deletion',
  { groupId, permissionSetArn }: { readonly groupId: string; readonly permissionSetArn: string },
  { aws, assignments, accountId, slotHolder }: PerformScope,
): Promise<Performed> => {
  const wanted = { accountId, permissionSetArn, principalType: 'GROUP', principalId: groupId } as const;
  const holder = `${slotHolder}:${groupId}:${permissionSetArn}`;
  const result = direction === 'creation' ? await aws.ssoAdmin.createAssignment(wanted, holder) : await aws.ssoAdmin.deleteAssignment(wanted, holder);
  if (result.outcome !== 'requested') {
    if (direction === 'deletion') return done({ type: 'AssignmentDeleted', groupId, permissionSetArn });
    return { kind: 'refused', remark: assignmentFailed(groupId, permissionSetArn, result.reason) };
  }
  const operation = await assignments.final(direction, result.operation);
  if (operation.state === 'FAILED') {
    const reason = operation.failureReason ?? 'AWS gave no reason';
    const remark = assignmentFailed(groupId, permissionSetArn, reason);
    return { kind: 'refused', remark, outcome: { type: 'AssignmentFailed', groupId, permissionSetArn, reason } };
  }
  return done({ type: direction === 'creation' ? 'AssignmentCreated' : 'AssignmentDeleted', groupId, permissionSetArn });
};

const aliasTaken = (alias: string): RemarkText => ({
  code: 'ALIAS_TAKEN',
  forUser: `The account alias ${alias} is already used by another AWS account.`,
  forOperator: `Account alias ${alias} is taken; aliases are unique across all of AWS. Change the platform’s alias template, for example by a company prefix.`,
});

const assignmentFailed = (groupId: string, permissionSetArn: string, reason: string): RemarkText => ({
  code: 'ASSIGNMENT_FAILED',
  forUser: 'AWS could not give or take away one of the rights on this account. Your operators have been told.',
  forOperator: `Assignment of ${permissionSetArn} to group ${groupId} failed: ${reason}. Check that permission set and group exist in the Identity Center instance of this platform.`,
});
