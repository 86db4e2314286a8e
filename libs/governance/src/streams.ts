import { keyHash } from '@orgledger/kernel';

/** Names of governance's streams. The text before the first hyphen is the category. */
export const streams = {
  workspace: (workspace: string) => `workspace-${workspace}`,
  project: (workspace: string, project: string) => `project-${workspace}.${project}`,
  /** All payment methods of a workspace, and what its projects pay by. */
  paymentMethods: (workspace: string) => `paymentmethod-${workspace}`,
  platform: (platform: string) => `platform-${platform}`,
  landingZone: (platform: string, landingZone: string) => `landingzone-${platform}.${landingZone}`,
  tenant: (tenantId: string) => `tenant-${tenantId}`,
  user: (subjectId: string) => `user-${subjectId}`,
  projectRole: (role: string) => `projectrole-${role}`,
  roleMapping: (platform: string, role: string) => `rolemapping-${platform}.${role}`,
  roleBinding: (bindingId: string) => `rolebinding-${bindingId}`,
  /** All definitions for one kind of object: mandatory tags need the whole list at once. */
  tagDefinitions: (target: string) => `tagdefinition-${target}`,
  numbers: (platform: string) => `numbers-${platform}`,
} as const;

/** Claim streams. The first three are rosters: what stands in an object, so that it is deleted only when empty. */
export const claimStreams = {
  projectsOf: (workspace: string) => `claim-workspace.${workspace}`,
  tenantsOfProject: (workspace: string, project: string) => `claim-project.${workspace}.${project}`,
  tenantsOfLandingZone: (platform: string, landingZone: string) => `claim-landingzone.${platform}.${landingZone}`,
  account: (accountId: string) => `claim-account.${keyHash(accountId)}`,
  groupAlias: (platform: string, alias: string) => `claim-groupalias.${keyHash(platform, alias.toLowerCase())}`,
} as const;
