export interface CallerIdentity {
  readonly accountId: string;
  readonly arn: string;
}

/** Sent as given: what is undefined is not sent at all. */
export interface AssumeRoleProbe {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly externalId: string | undefined;
  readonly sourceIdentity?: string;
}

/** Credentials of an assumed session are thrown away: a probe only asks whether AWS lets the caller in. */
export type ProbeOutcome =
  | { readonly outcome: 'assumed'; readonly assumedRoleArn: string; readonly requestId: string | undefined }
  /** `message` is AWS's, which names whether caller policy or trust refused, as far as AWS says. */
  | { readonly outcome: 'refused'; readonly message: string; readonly requestId: string | undefined };

/** STS with one session's credentials. */
export interface StsAdapter {
  getCallerIdentity(): Promise<CallerIdentity>;
  probeAssumeRole(probe: AssumeRoleProbe): Promise<ProbeOutcome>;
}
