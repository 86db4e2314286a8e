/** An account as AWS shows it. Policy documents are canonical JSON (see canonicalDocument). */
export interface ObservedAccount {
  readonly accountId: string;
  /** `Account.State`: ACTIVE, PENDING_ACTIVATION, SUSPENDED, PENDING_CLOSURE, CLOSED. */
  readonly state: string;
  readonly tags: Readonly<Record<string, string>>;
  /** From the direct parent up to the root. */
  readonly parents: readonly string[];
  readonly role: ObservedRole;
  readonly aliases: readonly string[];
}

export interface ObservedRole {
  readonly trust: string;
  readonly attachedPolicyArns: readonly string[];
  /** The inline policy of the desired name; undefined when there is none. */
  readonly inlinePolicy: string | undefined;
}

export interface ObservedUnit {
  readonly id: string;
  readonly parentId: string;
  readonly name: string;
}

/** The part of the tree that the tenant's target touches. */
export interface ObservedOrganization {
  readonly rootId: string;
  readonly units: readonly ObservedUnit[];
}

export interface ObservedMembership {
  readonly membershipId: string;
  readonly userId: string;
}

export interface ObservedGroup {
  readonly groupId: string;
  readonly name: string;
  readonly memberships: readonly ObservedMembership[];
}

export interface ObservedAssignment {
  readonly groupId: string;
  /** Undefined when no group of that id could be named. */
  readonly groupName: string | undefined;
  readonly permissionSetArn: string;
}

/** A group that our own events say this tenant used, under the name it had then. */
export interface KnownGroup {
  readonly groupId: string;
  readonly name: string;
  readonly roleIdentifiers: readonly string[];
}

export interface ObservedAccess {
  /** Groups of the desired names and of `known` that exist. */
  readonly groups: readonly ObservedGroup[];
  readonly known: readonly KnownGroup[];
  /** Identity store user ids by userName; a name that is absent is not there. */
  readonly users: Readonly<Record<string, string>>;
  /** Assignments of groups on the tenant's account. */
  readonly assignments: readonly ObservedAssignment[];
}

export interface ObservedTenant {
  /** Undefined: the tenant has no account yet. `missing`: it has one that the organisation does not know. */
  readonly account: ObservedAccount | 'missing' | undefined;
  readonly organization: ObservedOrganization;
  readonly access: ObservedAccess;
}
