/** All records are replaced, never changed in place: `changes` holds earlier ones until a write is visible. Times are ms since 1970. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** What users and roles have in common: the policies that decide for them. */
export interface PolicyHolder {
  /** New with every write that authorisation can see. */
  readonly serial: number;
  readonly path: string;
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly inline: Readonly<Record<string, string>>;
  readonly attached: readonly string[];
  readonly boundary?: string;
  readonly tags: readonly Tag[];
}

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly active: boolean;
  readonly createdAt: number;
}

export interface User extends PolicyHolder {
  readonly kind: 'user';
  readonly accessKeys: readonly AccessKey[];
}

export interface Role extends PolicyHolder {
  readonly kind: 'role';
  readonly trust: string;
  readonly description?: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
}

export interface PolicyVersion {
  readonly versionId: string;
  readonly document: string;
  readonly createdAt: number;
}

export interface ManagedPolicy {
  readonly kind: 'policy';
  readonly serial: number;
  readonly path: string;
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly description?: string;
  readonly versions: readonly PolicyVersion[];
  readonly defaultVersionId: string;
  readonly lastVersion: number;
  readonly tags: readonly Tag[];
}

export interface SamlProvider {
  readonly arn: string;
  readonly name: string;
  readonly metadata: string;
  readonly createdAt: number;
  readonly tags: readonly Tag[];
}

export interface OidcProvider {
  readonly arn: string;
  /** Without the scheme, as the ARN holds it. */
  readonly host: string;
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
  readonly createdAt: number;
  readonly tags: readonly Tag[];
}

export type Entity = User | Role | ManagedPolicy;

/** A write that authorisation does not see before `visibleAt`; until then it sees `before` (null: nothing was there). */
export interface Change {
  readonly entity: string;
  readonly visibleAt: number;
  readonly before: Entity | null;
}

/** Keys of users and roles are lower-case names (IAM compares without case), keys of policies are ARNs. */
export interface AccountIam {
  readonly roles: Record<string, Role>;
  readonly users: Record<string, User>;
  readonly policies: Record<string, ManagedPolicy>;
  readonly samlProviders: Record<string, SamlProvider>;
  readonly oidcProviders: Record<string, OidcProvider>;
  alias?: string;
  changes: Change[];
}

export interface IamState {
  readonly accounts: Record<string, AccountIam>;
  /** Alias to account: unique over all of AWS. */
  readonly aliases: Record<string, string>;
  /** Access key id to the user it was made for; a deleted key stays, as GetAccessKeyInfo knows it. */
  readonly accessKeys: Record<string, { readonly accountId: string; readonly user: string }>;
}
