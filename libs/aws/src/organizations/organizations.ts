/** Times are ISO 8601 UTC. */
export interface OrganizationAccount {
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
  readonly state: 'PENDING_ACTIVATION' | 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' | 'CLOSED';
  readonly joinedMethod: 'CREATED' | 'INVITED' | undefined;
  readonly joinedAt: string | undefined;
  /** `o-…/r-…/ou-…/<account id>/`, as AWS answers it; the last OU of the path is the parent. Empty when AWS leaves it out. */
  readonly paths: readonly string[];
}

export interface CreateAccountRequest {
  readonly name: string;
  readonly email: string;
  /** Role that AWS makes in the new account, trusting the management account. No path: AWS takes a name only. */
  readonly roleName: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Names this creation among the outstanding ones; the same id after a crash takes its own slot again, not a second one. */
  readonly intentId: string;
}

export interface AccountCreation {
  readonly requestId: string;
  readonly state: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
  readonly accountName: string | undefined;
  readonly accountId: string | undefined;
  /** AWS's own reason, e.g. `EMAIL_ALREADY_EXISTS`. */
  readonly failureReason: string | undefined;
  readonly requestedAt: string | undefined;
  readonly completedAt: string | undefined;
}

export interface OrganizationalUnit {
  readonly id: string;
  readonly name: string;
}

export interface Parent {
  readonly id: string;
  readonly kind: 'ROOT' | 'ORGANIZATIONAL_UNIT';
}

export interface OrganizationDescription {
  readonly organizationId: string;
  readonly managementAccountId: string;
  readonly featureSet: string | undefined;
}

export type CreateAccountOutcome =
  | { readonly outcome: 'requested'; readonly creation: AccountCreation }
  /** Nothing was created. `reason` is AWS's, e.g. ACCOUNT_NUMBER_LIMIT_EXCEEDED. */
  | { readonly outcome: 'limitReached'; readonly reason: string };

export type CreateOuOutcome = { readonly outcome: 'created'; readonly ou: OrganizationalUnit } | { readonly outcome: 'nameTaken' | 'parentMissing' };

export type MoveAccountOutcome = 'moved' | 'alreadyThere' | 'accountMissing' | 'sourceMissing' | 'destinationMissing';

/**
 * AWS Organizations through the management account's session. Methods that change AWS make exactly one call;
 * lists read all pages. What a method's outcome does not name is thrown as AwsCallError.
 */
export interface OrganizationsAdapter {
  describeOrganization(): Promise<OrganizationDescription>;
  /** Takes one of the slots of account creation until a status answers that it is final. Never repeated by the SDK. @source CreateAccount */
  createAccount(request: CreateAccountRequest): Promise<CreateAccountOutcome>;
  describeAccountCreation(requestId: string): Promise<AccountCreation | undefined>;
  /** All states when none is named. @source ListCreateAccountStatus */
  listAccountCreations(states?: readonly AccountCreation['state'][]): Promise<readonly AccountCreation[]>;
  describeAccount(accountId: string): Promise<OrganizationAccount | undefined>;
  listAccounts(): AsyncIterable<OrganizationAccount>;
  /** undefined when AWS does not know the account, root or OU. @source ListTagsForResource */
  listTags(resourceId: string): Promise<Readonly<Record<string, string>> | undefined>;
  tag(resourceId: string, tags: Readonly<Record<string, string>>): Promise<'tagged' | 'resourceMissing'>;
  untag(resourceId: string, keys: readonly string[]): Promise<'untagged' | 'resourceMissing'>;
  /** @source ListParents */
  parentOf(childId: string): Promise<Parent | undefined>;
  /** @source ListRoots: an organisation has one. */
  listRoots(): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** undefined when the parent does not exist. @source ListOrganizationalUnitsForParent */
  listOus(parentId: string): Promise<readonly OrganizationalUnit[] | undefined>;
  describeOu(ouId: string): Promise<OrganizationalUnit | undefined>;
  createOu(parentId: string, name: string): Promise<CreateOuOutcome>;
  moveAccount(accountId: string, sourceParentId: string, destinationParentId: string): Promise<MoveAccountOutcome>;
}
