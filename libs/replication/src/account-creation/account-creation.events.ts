interface Intent {
  readonly tenantId: string;
  readonly intentId: string;
}

/** In the claim of the account's e-mail (`claim-email.<hash>`): the one record of who creates an account with it, and how far that came. */
export type AccountCreationEvent =
  | (Intent & {
      readonly type: 'AccountCreationIntended';
      readonly runId: string;
      readonly email: string;
      readonly accountName: string;
      /** ISO 8601 UTC: an account that joined before it is not ours. */ readonly intendedAt: string;
    })
  | (Intent & { readonly type: 'AccountCreationStarted'; readonly requestId: string })
  | (Intent & { readonly type: 'AccountCreated'; readonly accountId: string })
  /** Found after a crash, or after an answer was lost, and proven to be ours. */
  | (Intent & { readonly type: 'AccountAdopted'; readonly accountId: string; readonly proof: 'intentTag' })
  /** Nothing was created; the e-mail is free again. */
  | (Intent & { readonly type: 'AccountCreationFailed'; readonly reason: string });
