/** A role as IAM answers it. `trustPolicy` is the parsed JSON of the trust policy, or its text where that is no JSON. */
export interface RoleDescription {
  readonly arn: string;
  readonly roleName: string;
  readonly path: string;
  readonly trustPolicy: unknown;
  readonly maxSessionSeconds: number | undefined;
}

export interface AttachedPolicy {
  readonly policyArn: string;
  readonly policyName: string;
}

/** Why a session may do something or not, by IAM's own simulator. */
export interface SimulatedDecision {
  readonly action: string;
  readonly resource: string;
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
}

/** IAM of one account. Role names are without their path. Methods that change AWS make exactly one call; lists read all pages. */
export interface IamAdapter {
  readonly accountId: string;
  listAliases(): Promise<readonly string[]>;
  /** Aliases are unique across all of AWS; an account has at most one, a new one replaces it. @source CreateAccountAlias */
  createAlias(alias: string): Promise<'created' | 'taken'>;
  deleteAlias(alias: string): Promise<'deleted' | 'aliasMissing'>;
  getRole(roleName: string): Promise<RoleDescription | undefined>;
  /** `document` is written as given: JSON text of at most 2,048 characters without white space. @source UpdateAssumeRolePolicy */
  updateTrust(roleName: string, document: string): Promise<'updated' | 'roleMissing'>;
  /** Parsed JSON, or text where that is no JSON; undefined when role or policy do not exist. @source GetRolePolicy */
  getRolePolicy(roleName: string, policyName: string): Promise<{ readonly document: unknown } | undefined>;
  putRolePolicy(roleName: string, policyName: string, document: string): Promise<'put' | 'roleMissing'>;
  deleteRolePolicy(roleName: string, policyName: string): Promise<'deleted' | 'policyMissing'>;
  /** undefined when the role does not exist. */
  listRolePolicies(roleName: string): Promise<readonly string[] | undefined>;
  listAttachedPolicies(roleName: string): Promise<readonly AttachedPolicy[] | undefined>;
  detachPolicy(roleName: string, policyArn: string): Promise<'detached' | 'notAttached'>;
  simulate(principalArn: string, actions: readonly string[], resources: readonly string[]): Promise<readonly SimulatedDecision[]>;
}
