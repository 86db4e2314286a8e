import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  ListAccessKeysCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { RenderedPrincipal } from '@orgledger/aws';
import { iamOfAccounts } from './admin-clients.js';
import type { Admin } from './admin-clients.js';

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface AppliedPolicies {
  /** New keys of the printed users, by the principal's id (`caller`, `meteringUser`). IAM shows a secret once: a user that had a key has none here. */
  readonly accessKeys: Readonly<Record<string, AccessKey>>;
}

export interface ApplyOptions {
  /** Give users that have keys already a new one, deleting their others: for when the secret was lost. */
  readonly renewKeys?: boolean;
  readonly partition?: 'aws' | 'aws-us-gov' | 'aws-cn';
  /** IAM shows new principals late; how long to go on trying, ms of wall time. */
  readonly patienceMs?: number;
}

/**
 * Makes the users and roles of `orgledger aws policies --format json` as an administrator would, account by account, and brings those that
 * exist to the printed state. What is printed for member accounts is the platform's own work and left out.
 */
export const applyPolicies = async (principals: readonly RenderedPrincipal[], admin: Admin, options: ApplyOptions = {}): Promise<AppliedPolicies> => {
  const iamOf = iamOfAccounts(admin, options.partition);
  const accessKeys: Record<string, AccessKey> = {};
  for (const principal of principals) {
    if (principal.account === 'member') continue;
    const iam = await iamOf(principal.accountId);
    if (principal.kind === 'role') {
      await applyRole(iam, principal, options.patienceMs ?? 60_000);
      continue;
    }
    await applyUser(iam, principal);
    const key = await accessKeyOf(iam, principal.name, options.renewKeys ?? false);
    if (key) accessKeys[principal.id] = key;
  }
  return { accessKeys };
};

const applyUser = async (iam: IAMClient, { name, path, inlinePolicies, managedPolicyArns }: RenderedPrincipal): Promise<void> => {
  await unlessThere(iam.send(new CreateUserCommand({ UserName: name, Path: path })));
  for (const policy of inlinePolicies)
    await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: policy.name, PolicyDocument: JSON.stringify(policy.document) }));
  for (const arn of managedPolicyArns) await iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn: arn }));
};

const applyRole = async (iam: IAMClient, role: RenderedPrincipal, patienceMs: number): Promise<void> => {
  const { name, path, trust, inlinePolicies, managedPolicyArns } = role;
  if (trust) {
    const AssumeRolePolicyDocument = JSON.stringify(trust);
    const created = await oncePrincipalIsSeen(patienceMs, () =>
      unlessThere(iam.send(new CreateRoleCommand({ RoleName: name, Path: path, AssumeRolePolicyDocument }))),
    );
    if (created === 'there')
      await oncePrincipalIsSeen(patienceMs, () =>
        iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: AssumeRolePolicyDocument })),
      );
  }
  for (const policy of inlinePolicies)
    await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: policy.name, PolicyDocument: JSON.stringify(policy.document) }));
  for (const arn of managedPolicyArns) await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: arn }));
};

const accessKeyOf = async (iam: IAMClient, userName: string, renew: boolean): Promise<AccessKey | undefined> => {
  const { AccessKeyMetadata: existing = [] } = await iam.send(new ListAccessKeysCommand({ UserName: userName }));
  if (existing.length > 0 && !renew) return undefined;
  for (const { AccessKeyId } of existing) await iam.send(new DeleteAccessKeyCommand({ UserName: userName, AccessKeyId }));
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: userName }));
  return key?.AccessKeyId && key.SecretAccessKey ? { accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey } : undefined;
};

const unlessThere = async (creating: Promise<unknown>): Promise<'created' | 'there'> => {
  try {
    await creating;
    return 'created';
  } catch (error) {
    if (nameOf(error) === 'EntityAlreadyExistsException' || nameOf(error) === 'EntityAlreadyExists') return 'there';
    throw error;
  }
};

// A trust policy may only name principals that IAM can see, and a new user is seen some seconds later.
const oncePrincipalIsSeen = async <Result>(patienceMs: number, write: () => Promise<Result>): Promise<Result> => {
  for (const deadline = Date.now() + patienceMs; ;) {
    try {
      return await write();
    } catch (error) {
      if (!nameOf(error).startsWith('MalformedPolicyDocument') || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');
