import type { SandboxControl } from './sandbox-control.js';

interface OrganizationsState {
  readonly requests: Readonly<Record<string, { readonly state: string; readonly name: string; readonly accountId?: string }>>;
}
interface IdentityStoreState {
  readonly groups: Readonly<Record<string, unknown>>;
  readonly memberships: Readonly<Record<string, unknown>>;
}
interface SsoAdminState {
  readonly holders: Readonly<Record<string, readonly string[]>>;
}

/** What the sandbox says happened: its own state and call log, never the product's counters. */
export interface Testimony {
  readonly accounts: { readonly created: number; readonly duplicates: number };
  readonly access: { readonly groups: number; readonly memberships: number; readonly assignments: number };
  readonly aws: {
    readonly calls: number;
    readonly denied: number;
    readonly refusedProbes: number;
    readonly notYetVisible: number;
    readonly throttled: number;
    readonly byOperation: Readonly<Record<string, number>>;
  };
}

export const hearWitness = async (sandbox: SandboxControl): Promise<Testimony> => {
  const [organizations, directory, sso, summary] = await Promise.all([
    sandbox.state<OrganizationsState>('organizations'),
    sandbox.state<IdentityStoreState>('identitystore'),
    sandbox.state<SsoAdminState>('ssoadmin'),
    sandbox.summary(),
  ]);
  const created = Object.values(organizations.requests).filter(({ state }) => state === 'SUCCEEDED');
  const { calls, denied, refusedProbes, notYetVisible, throttled, byOperation } = summary;
  return {
    // The platform gives every account a name of its own (it holds the tenant number): a second account of a name is a duplicate.
    accounts: { created: created.length, duplicates: created.length - new Set(created.map(({ name }) => name)).size },
    access: {
      groups: Object.keys(directory.groups).length,
      memberships: Object.keys(directory.memberships).length,
      assignments: Object.values(sso.holders).reduce((sum, holders) => sum + holders.length, 0),
    },
    aws: {
      calls,
      denied,
      refusedProbes,
      notYetVisible,
      throttled,
      byOperation: Object.fromEntries(
        Object.entries(byOperation)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([operation, counts]) => [operation, counts.calls]),
      ),
    },
  };
};
