import type { PlatformSettings, TargetOu, TenantSnapshot } from '@orgledger/governance';
import type { Remark } from '../plan/change.js';
import { desiredGroups } from './desired-groups.js';
import type { DesiredGroup } from './desired-groups.js';

/** Documents of the access role for one account, printed by libs/aws with `{accountId}` in place of the account. Canonical JSON. */
export interface AccessRoleDocuments {
  /** Demands the current ExternalId. */
  readonly trust: string;
  /** During a rotation: accepts the previous ExternalId too. */
  readonly transitionalTrust?: string;
  readonly downgrade?: { readonly policyName: string; readonly policyDocument: string; readonly detachPolicyArn: string };
}

/** Another tenant that uses, or used, one of this tenant's groups. */
export interface Neighbour {
  readonly tenantId: string;
  readonly knownGroupIds: readonly string[];
  readonly groups: readonly DesiredGroup[];
}

export type DesiredUnit =
  { readonly kind: 'root' } | { readonly kind: 'id'; readonly ouId: string } | { readonly kind: 'path'; readonly path: readonly string[] };

export interface DesiredAccess {
  readonly groupPrefix: string;
  readonly groups: readonly DesiredGroup[];
  readonly neighbours: readonly Neighbour[];
}

/** What one tenant should look like in AWS at one instant. */
export interface DesiredTenant {
  readonly tenantId: string;
  readonly accountId: string | undefined;
  readonly account: { readonly name: string; readonly email: string; readonly roleName: string };
  readonly tagPrefix: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly unit: DesiredUnit;
  readonly hierarchical: boolean;
  readonly accessRole: AccessRoleDocuments & { readonly name: string };
  readonly alias: { readonly name: string; readonly enforce: boolean };
  /** Undefined where the platform has no Identity Center settings. */
  readonly access: DesiredAccess | undefined;
  readonly downgrade: PlatformSettings['downgrade'];
  /** What is wrong with the desired state itself. */
  readonly remarks: readonly Remark[];
}

/** Tag that ties an account to the intent that made it. Never removed: it is the proof by which a crashed creation is recognised. */
export const creationIntentTag = 'orgledger-creation-intent';

const mostTags = 50;

/** `now` is ISO 8601 UTC. `neighbours` are the snapshots of other tenants that share a group name or a group with this one. */
export const desiredTenant = (
  snapshot: TenantSnapshot,
  neighbours: readonly { readonly snapshot: TenantSnapshot; readonly knownGroupIds: readonly string[] }[],
  documents: AccessRoleDocuments,
  now: string,
): DesiredTenant => {
  const { platform, landingZone } = snapshot;
  return {
    tenantId: snapshot.tenantId,
    accountId: snapshot.accountId,
    account: { name: snapshot.accountName, email: snapshot.accountEmail, roleName: platform.accessRole.name },
    tagPrefix: platform.tagPrefix,
    tags: snapshot.accountTags,
    unit: unitOf(landingZone.targetOu, snapshot.workspaceIdentifier),
    hierarchical: landingZone.hierarchical,
    accessRole: { name: platform.accessRole.name, ...documents },
    alias: { name: snapshot.accountAlias, enforce: platform.enforceAlias },
    access: platform.identityCenter && {
      groupPrefix: platform.identityCenter.groupPrefix,
      groups: desiredGroups(snapshot, now),
      neighbours: neighbours.map((other) => ({
        tenantId: other.snapshot.tenantId,
        knownGroupIds: other.knownGroupIds,
        groups: desiredGroups(other.snapshot, now),
      })),
    },
    downgrade: platform.downgrade,
    remarks: [...problemsOf(snapshot), ...tooManyTags(snapshot)],
  };
};

const unitOf = (target: TargetOu, workspace: string): DesiredUnit => {
  switch (target.kind) {
    case 'root':
      return { kind: 'root' };
    case 'id':
      return { kind: 'id', ouId: target.ouId };
    case 'path':
      return target.path.length === 0 ? { kind: 'root' } : { kind: 'path', path: target.path };
    case 'perWorkspace':
      return { kind: 'path', path: [...target.parent, workspace] };
  }
};

const problemsOf = (snapshot: TenantSnapshot): readonly Remark[] =>
  snapshot.problems.map(({ code, message }) => ({ step: 'account', code, forUser: message, forOperator: message, blocks: true }));

// One of AWS's 50 tags is the intent tag.
const tooManyTags = (snapshot: TenantSnapshot): readonly Remark[] => {
  const count = Object.keys(snapshot.accountTags).length;
  if (count < mostTags) return [];
  const message = `An account can carry ${mostTags - 1} replicated tags, and this tenant has ${count}. Replicate fewer tag definitions.`;
  return [{ step: 'accountTags', code: 'TOO_MANY_TAGS', forUser: message, forOperator: message, blocks: true }];
};
