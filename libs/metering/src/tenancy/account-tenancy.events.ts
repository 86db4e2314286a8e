/** To whom an account's costs go. */
export interface TenantRef {
  readonly tenantId: string;
  readonly workspaceIdentifier: string;
  readonly projectIdentifier: string;
  readonly platformIdentifier: string;
}

/** Stream `accounttenancy-<accountId>`. `from` and `at`: ISO 8601 UTC. A month's costs go to the tenant that holds the account at the month's end, or held it last in the month. */
export type AccountTenancyEvent =
  | ({
      readonly type: 'AccountAssigned';
      readonly accountId: string;
      readonly from: string;
      readonly why: 'created' | 'imported' | 'moved' | 'corrected';
    } & TenantRef)
  | { readonly type: 'AccountReleased'; readonly accountId: string; readonly from: string; readonly why: string }
  | {
      readonly type: 'AccountJoinedOrganization';
      readonly accountId: string;
      readonly payerAccountId: string;
      readonly name: string;
      readonly at: string;
    }
  | { readonly type: 'AccountLeftOrganization'; readonly accountId: string; readonly payerAccountId: string; readonly at: string };
