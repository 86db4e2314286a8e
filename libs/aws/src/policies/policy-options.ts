import type { RoleName } from '../connection/platform-connection.js';

export type PolicyProfile = 'seed' | 'minimal';

/** The settings of a platform that policies are made from; governance's PlatformSettings fits. */
export interface PolicyPlatform {
  readonly partition: 'aws' | 'aws-us-gov' | 'aws-cn';
  readonly managementAccountId: string;
  readonly platformAccountId: string;
  readonly automationAccountId: string;
  /** User or role whose credentials the replicator holds. */
  readonly principalArn: string;
  readonly serviceRole: RoleName;
  readonly automationRole: RoleName;
  readonly accessRole: RoleName;
  readonly externalId: string;
  /** Still accepted while an ExternalId rotation is under way. */
  readonly previousExternalId?: string;
  readonly identityCenter?: { readonly instanceArn: string; readonly identityStoreId: string };
  readonly breakGlassRoleArns: readonly string[];
  readonly downgrade: 'off' | 'seed' | 'strict' | 'external';
}

/** What the platform shall do in the organisation, as far as permissions go. Creating accounts and entering them is always part of it. */
export interface PolicyFeatures {
  /** Replicates account tags. */
  readonly tags: boolean;
  /** Moves accounts into organizational units. */
  readonly organizationalUnits: boolean;
  /** Creates missing organizational units, too. */
  readonly createOrganizationalUnits: boolean;
  readonly alias: boolean;
  /** Groups, memberships and assignments; needs `platform.identityCenter`. */
  readonly identityCenter: boolean;
  /** Simulates the service role's own permissions when a platform is verified. */
  readonly doctor: boolean;
  /** Enrols accounts in Control Tower (only `seed`: this version makes no such call). */
  readonly controlTower: boolean;
  /** StackSets and Lambda hooks in the automation account (only `seed`: this version makes no such call). */
  readonly automation: boolean;
  /** Reads reservations, where metering is printed: for fair chargeback, utilisation, and who used them. */
  readonly reservations: boolean;
  /** The same of savings plans. */
  readonly savingsPlans: boolean;
}

export const defaultFeatures: PolicyFeatures = {
  tags: true,
  organizationalUnits: true,
  createOrganizationalUnits: true,
  alias: true,
  identityCenter: true,
  doctor: false,
  controlTower: false,
  automation: false,
  reservations: true,
  savingsPlans: true,
};

/** Limits to what the minimal profile grants. Each is optional. */
export interface PolicyNarrowing {
  readonly organizationId?: string;
  /** The only organizational units accounts may live in; not together with `createOrganizationalUnits`. */
  readonly ouArns?: readonly string[];
  /** Only accounts that carry these tags are changed; new ones are created with them. */
  readonly accountTags?: Readonly<Record<string, string>>;
  readonly permissionSetArns?: readonly string[];
  /** Regions in which Identity Center may be called. */
  readonly regions?: readonly string[];
}

/** Credentials of an OIDC provider instead of an access key: `principalArn` is then a role that this identity may take. */
export interface WebIdentity {
  readonly providerArn: string;
  readonly audience: string;
  readonly subject: string;
}

export interface MeteringPrincipals {
  readonly userArn: string;
  readonly role: RoleName;
  /** Differs from the replicator's. */
  readonly externalId: string;
}

export interface PolicyOptions {
  readonly profile: PolicyProfile;
  readonly platform: PolicyPlatform;
  readonly features: PolicyFeatures;
  readonly narrow?: PolicyNarrowing;
  readonly webIdentity?: WebIdentity;
  readonly metering?: MeteringPrincipals;
}
