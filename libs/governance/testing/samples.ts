import type { CommandMetadata } from '@orgledger/kernel';
import { uuidv5 } from '@orgledger/kernel';
import type { LandingZoneSettings, PlatformSettingsInput, TagDefinition } from '../src/index.js';

const namespace = '3c1c3a2e-93a5-5d2b-8b7d-0a4f4b1f9d10';

/** The same name gives the same UUID. */
export const idOf = (name: string): string => uuidv5(namespace, name);

/** Metadata of a command that is told apart by its name. */
export const metaOf = (name: string, now = '2026-03-01T10:00:00.000Z'): CommandMetadata => ({
  commandId: idOf(`command ${name}`),
  actor: { kind: 'apiKey', id: 'spec' },
  now,
  correlationId: idOf(`correlation ${name}`),
});

/** 43 characters base64url. */
export const sampleExternalId = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE';

export const samplePermissionSet = (letter: string): string => `arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-${letter.repeat(16)}`;

export const sampleSettings: PlatformSettingsInput = {
  partition: 'aws',
  region: 'us-east-1',
  managementAccountId: '111111111111',
  platformAccountId: '222222222222',
  automationAccountId: '333333333333',
  principalArn: 'arn:aws:iam::222222222222:user/meshfed-service-user',
  serviceRole: { name: 'MeshfedServiceRole', path: '/' },
  automationRole: { name: 'MeshfedAutomationRole', path: '/' },
  accessRole: { name: 'OrgledgerAccountAccessRole', path: '/' },
  templates: {
    accountName: '#{workspaceIdentifier} #{projectIdentifier}',
    accountEmail: 'aws+#{workspaceIdentifier}.#{projectIdentifier}@a.example',
    accountAlias: 'acme-#{workspaceIdentifier}-#{projectIdentifier}-#{tenantNumber}',
    group: '#{workspaceIdentifier}.#{projectIdentifier}-#{platformGroupAlias}',
    userName: '#{euid}',
  },
  enforceAlias: true,
  identityCenter: {
    instanceArn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
    identityStoreId: 'd-1234567890',
    region: 'eu-central-1',
    signInUrl: 'https://d-1234567890.awsapps.com/start',
    groupPrefix: 'ol-',
  },
  tagPrefix: 'ol:',
  breakGlassRoleArns: [],
  downgrade: 'off',
  drift: 'repair',
  limits: { workspaceIdentifier: 16, projectIdentifier: 30 },
  sweepRotation: 7,
};

export const sampleLandingZone: LandingZoneSettings = { targetOu: { kind: 'path', path: ['workloads', 'dev'] }, hierarchical: true, tags: {} };

export const sampleTag = (more: Partial<TagDefinition> = {}): TagDefinition => ({
  target: 'workspace',
  key: 'CostCenter',
  displayName: 'Cost centre',
  valueType: { kind: 'text', regex: '[0-9]{4}' },
  mandatory: false,
  restricted: false,
  immutable: false,
  replicated: true,
  ...more,
});
