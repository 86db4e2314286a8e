import type { TenantSnapshot } from '@orgledger/governance';
import type { Lab } from './replication-lab.js';

interface OrganizationsState {
  readonly accounts: Readonly<Record<string, { readonly id: string; readonly name: string; readonly email: string }>>;
}
interface IdentityStoreState {
  readonly groups: Readonly<Record<string, { readonly id: string; readonly displayName: string }>>;
  readonly membershipsOfGroup: Readonly<Record<string, readonly string[]>>;
}
interface SsoAdminState {
  readonly holders: Readonly<Record<string, readonly string[]>>;
}

/** What the sandbox itself holds for a tenant: never the product's own numbers. */
export interface Census {
  readonly accounts: number;
  readonly groups: number;
  readonly memberships: number;
  readonly assignments: number;
}

export const censusOf = async (lab: Lab, { accountEmail, roles }: TenantSnapshot): Promise<Census> => {
  const accounts = await accountsWith(lab, 'email', accountEmail);
  const identityStore = await lab.control.state<IdentityStoreState>('identitystore');
  const sso = await lab.control.state<SsoAdminState>('ssoadmin');
  const names = new Set(roles.map(({ groupName }) => groupName));
  const groups = Object.values(identityStore.groups).filter(({ displayName }) => names.has(displayName));
  const holders = Object.entries(sso.holders).filter(([key]) => accounts.includes(key.split('|')[0] ?? ''));
  return {
    accounts: accounts.length,
    groups: groups.length,
    memberships: groups.reduce((sum, { id }) => sum + (identityStore.membershipsOfGroup[id]?.length ?? 0), 0),
    assignments: holders.reduce((sum, [, principals]) => sum + principals.length, 0),
  };
};

export const accountsWith = async (lab: Lab, member: 'email' | 'name', value: string): Promise<readonly string[]> => {
  const { accounts } = await lab.control.state<OrganizationsState>('organizations');
  return Object.values(accounts)
    .filter((account) => account[member] === value)
    .map(({ id }) => id);
};
