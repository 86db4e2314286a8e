export interface IdentityCenterInstance {
  readonly instanceArn: string;
  readonly identityStoreId: string;
  readonly ownerAccountId: string | undefined;
}

export interface PermissionSet {
  readonly permissionSetArn: string;
  readonly name: string;
  readonly description: string | undefined;
}

/** Who holds a permission set in an account. */
export interface AssignmentPrincipal {
  readonly principalType: 'GROUP' | 'USER';
  readonly principalId: string;
}

export interface Assignment extends AssignmentPrincipal {
  readonly accountId: string;
  readonly permissionSetArn: string;
}

export type AssignmentDirection = 'creation' | 'deletion';

export interface AssignmentOperation {
  readonly requestId: string;
  readonly state: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
  readonly failureReason: string | undefined;
  /** ISO 8601 UTC. */
  readonly createdAt: string | undefined;
}

export type AssignmentOutcome =
  | { readonly outcome: 'requested'; readonly operation: AssignmentOperation }
  /** Permission set, account or principal do not exist. */
  | { readonly outcome: 'targetMissing'; readonly reason: string };

/**
 * IAM Identity Center's assignments. Creating and deleting take one of the outstanding slots and the account's only one,
 * until a status answers that the operation is final; both wait for the slots. Changing methods make exactly one call.
 */
export interface SsoAdminAdapter {
  listInstances(): Promise<readonly IdentityCenterInstance[]>;
  listPermissionSetArns(): Promise<readonly string[]>;
  describePermissionSet(permissionSetArn: string): Promise<PermissionSet | undefined>;
  /** @source ListPermissionSetsProvisionedToAccount: those whose provisioning is the latest, and the outdated ones. */
  listPermissionSetsProvisionedTo(accountId: string): Promise<readonly string[]>;
  /** Empty when the permission set no longer exists. @source ListAccountAssignments */
  listAssignments(accountId: string, permissionSetArn: string): Promise<readonly Assignment[]>;
  /** Of one group or user over all accounts, direct ones only. @source ListAccountAssignmentsForPrincipal */
  listAssignmentsFor(principal: AssignmentPrincipal): Promise<readonly Assignment[]>;
  /** `slotHolder` names this operation among the outstanding ones; the same text after a crash takes its own slot again. */
  createAssignment(assignment: Assignment, slotHolder: string): Promise<AssignmentOutcome>;
  deleteAssignment(assignment: Assignment, slotHolder: string): Promise<AssignmentOutcome>;
  describeAssignmentOperation(direction: AssignmentDirection, requestId: string): Promise<AssignmentOperation | undefined>;
  /** Without failure reasons: AWS's lists leave them out. `state` filters at AWS. */
  listAssignmentOperations(direction: AssignmentDirection, state?: AssignmentOperation['state']): Promise<readonly AssignmentOperation[]>;
  /** Which of these operations are among the last that succeeded: one page, newest first as AWS happens to answer. Frees their slots. */
  lastSucceeded(direction: AssignmentDirection, among: readonly string[]): Promise<readonly string[]>;
}
