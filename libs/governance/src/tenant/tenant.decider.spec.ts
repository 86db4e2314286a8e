import { given } from '@orgledger/kernel/testing';
import { idOf, metaOf, sampleExternalId, sampleLandingZone, sampleSettings } from '../../testing/samples.js';
import type { RegisteredPlatform } from '../platform/platform.decider.js';
import { noFacts, tenantDecider } from './tenant.decider.js';
import type { TenantFacts } from './tenant.decider.js';

const meta = metaOf('tenant');
const tenantId = idOf('tenant');
const names = { workspaceIdentifier: 'acme', projectIdentifier: 'shop', platformIdentifier: 'aws', landingZoneIdentifier: 'dev' };
const platform: RegisteredPlatform = {
  status: 'published',
  displayName: 'AWS',
  settings: { ...sampleSettings, externalId: sampleExternalId },
  availability: { kind: 'public' },
  connection: 'verified',
  verifying: undefined,
};
const zone = { displayName: 'Dev', settings: sampleLandingZone, roleMappings: [] };
const facts: TenantFacts = {
  ...noFacts,
  project: { status: 'active', displayName: 'Shop', tags: {} },
  platform,
  landingZone: { status: 'active', content: zone },
  tenantNumber: 7,
};
const decider = tenantDecider(facts);
const withFacts = (more: Partial<TenantFacts>) => tenantDecider({ ...facts, ...more });
const request = { type: 'RequestTenant', tenantId, ...names, meta } as const;
const requested = { type: 'TenantRequested', tenantId, ...names, tenantNumber: 7, seed: tenantId } as const;
const started = { type: 'TenantProvisioningStarted', tenantId } as const;
const assigned = { type: 'TenantAccountAssigned', tenantId, accountId: '444444444444' } as const;

describe('requesting a tenant', () => {
  it('gives it the platform’s next number and starts provisioning', () => {
    given(decider).when(request).then(requested, started);
    given(decider, requested, started).when(request).thenRefused('TENANT_EXISTS', 'tenantId');
  });

  it.each<[Partial<TenantFacts>, string, string]>([
    [{ project: { status: 'none' } }, 'PROJECT_NOT_FOUND', 'projectIdentifier'],
    [{ project: { status: 'markedForDeletion', tags: {} } }, 'PROJECT_BEING_DELETED', 'projectIdentifier'],
    [{ platform: { status: 'none' } }, 'PLATFORM_NOT_FOUND', 'platformIdentifier'],
    [{ platform: { status: 'removed' } }, 'PLATFORM_NOT_FOUND', 'platformIdentifier'],
    [{ platform: { ...platform, status: 'registered' } }, 'PLATFORM_NOT_PUBLISHED', 'platformIdentifier'],
    [{ platform: { ...platform, status: 'deprecated' } }, 'PLATFORM_NOT_PUBLISHED', 'platformIdentifier'],
    [{ platform: { ...platform, availability: { kind: 'private' } } }, 'PLATFORM_NOT_AVAILABLE', 'platformIdentifier'],
    [
      { platform: { ...platform, availability: { kind: 'restricted', workspaceIdentifiers: ['other'] } } },
      'PLATFORM_NOT_AVAILABLE',
      'platformIdentifier',
    ],
    [{ landingZone: { status: 'none' } }, 'LANDING_ZONE_NOT_FOUND', 'landingZoneIdentifier'],
    [{ landingZone: { status: 'disabled', content: zone } }, 'LANDING_ZONE_DISABLED', 'landingZoneIdentifier'],
    [
      { landingZone: { status: 'active', content: { ...zone, settings: { ...sampleLandingZone, restrictedToWorkspaces: ['x'] } } } },
      'LANDING_ZONE_NOT_AVAILABLE',
      'landingZoneIdentifier',
    ],
    [{ liveTenant: idOf('other') }, 'TENANT_FOR_PLATFORM_EXISTS', 'platformIdentifier'],
    [
      { platform: { ...platform, settings: { ...platform.settings, limits: { workspaceIdentifier: 3, projectIdentifier: 30 } } } },
      'IDENTIFIER_TOO_LONG_FOR_PLATFORM',
      'workspaceIdentifier',
    ],
    [
      {
        platform: {
          ...platform,
          settings: { ...platform.settings, templates: { ...sampleSettings.templates, accountName: '#{tagOwner}' } },
        },
      },
      'NAME_TAG_MISSING',
      'projectIdentifier',
    ],
  ])('is refused: %#, %s', (more, code, field) => {
    given(withFacts(more)).when(request).thenRefused(code, field);
  });

  it('opens private platforms to operators and restricted ones to the named workspaces', () => {
    given(withFacts({ platform: { ...platform, availability: { kind: 'private' } } }))
      .when({ ...request, asOperator: true })
      .then(requested, started);
    given(withFacts({ platform: { ...platform, availability: { kind: 'restricted', workspaceIdentifiers: ['acme'] } } }))
      .when(request)
      .then(requested, started);
  });

  it('refuses malformed ids', () => {
    given(decider)
      .when({ ...request, tenantId: '1' })
      .thenRefused('FIELD_MALFORMED', 'tenantId');
    given(decider)
      .when({ ...request, landingZoneIdentifier: '' })
      .thenRefused('FIELD_REQUIRED', 'landingZoneIdentifier');
  });
});

describe('a tenant', () => {
  it('keeps the account that it was assigned', () => {
    const assign = { type: 'AssignTenantAccount', tenantId, accountId: '444444444444', meta } as const;
    given(decider, requested, started).when(assign).then(assigned);
    given(decider, requested, started, assigned).when(assign).then();
    given(decider, requested, started, assigned)
      .when({ ...assign, accountId: '555555555555' })
      .thenRefused('TENANT_HAS_ACCOUNT', 'accountId');
    given(withFacts({ accountHolder: idOf('other') }), requested)
      .when(assign)
      .thenRefused('ACCOUNT_TAKEN', 'accountId');
    given(decider, requested)
      .when({ ...assign, accountId: '44' })
      .thenRefused('FIELD_MALFORMED', 'accountId');
    given(decider).when(assign).thenRefused('TENANT_NOT_FOUND', 'tenantId');
  });

  it('is active once it has an account', () => {
    const activate = { type: 'ActivateTenant', tenantId, meta } as const;
    given(decider, requested, started, assigned).when(activate).then({ type: 'TenantActivated', tenantId });
    given(decider, requested, started, assigned, { type: 'TenantActivated', tenantId }).when(activate).then();
    given(decider, requested, started).when(activate).thenRefused('TENANT_HAS_NO_ACCOUNT', 'tenantId');
  });

  it('moves to another landing zone that is open to it', () => {
    const change = { type: 'ChangeTenantLandingZone', tenantId, landingZoneIdentifier: 'prod', meta } as const;
    given(decider, requested).when(change).then({
      type: 'TenantLandingZoneChanged',
      tenantId,
      platformIdentifier: 'aws',
      landingZoneIdentifier: 'prod',
      previousLandingZoneIdentifier: 'dev',
    });
    given(decider, requested)
      .when({ ...change, landingZoneIdentifier: 'dev' })
      .then();
    given(withFacts({ landingZone: { status: 'deleted' } }), requested)
      .when(change)
      .thenRefused('LANDING_ZONE_NOT_FOUND');
  });
});
