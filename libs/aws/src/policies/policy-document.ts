export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  /** Trust documents only. */
  readonly Principal?: Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  /** Identity policies only. */
  readonly Resource?: string | readonly string[];
  readonly Condition?: ConditionBlock;
}

/** An IAM policy in AWS's own grammar, ready to be sent. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

/** A statement and the reason why it is asked for. `unknownActions` are names that no IAM action list has. */
export interface ExplainedStatement {
  readonly statement: PolicyStatement;
  readonly why: string;
  readonly unknownActions?: readonly string[];
}

export const documentOf = (statements: readonly ExplainedStatement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements.map(({ statement }) => statement),
});

export const listed = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

/** Characters that count against IAM's size limits: all but white space. @source IAM User Guide, "IAM and AWS STS quotas" */
export const policySize = (document: PolicyDocument): number => JSON.stringify(document).replace(/\s/g, '').length;

/** IAM's size limits in characters without white space; inline limits hold for all inline policies of one principal together. */
export const policyLimits = { managed: 6_144, inlineUser: 2_048, inlineRole: 10_240, trust: 2_048 } as const;
