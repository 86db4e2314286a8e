import { given } from '@orgledger/kernel/testing';
import { metaOf, sampleLandingZone, samplePermissionSet, sampleTag } from '../../testing/samples.js';
import { landingZoneDecider } from './landing-zone.decider.js';

const meta = metaOf('zone');
const facts = { platformExists: true, tagDefinitions: [sampleTag({ target: 'landingZone' })], unknownRoles: [], tenants: [] };
const decider = landingZoneDecider(facts);
const key = { platformIdentifier: 'aws', landingZoneIdentifier: 'dev' };
const content = { displayName: 'Dev', settings: sampleLandingZone, roleMappings: [] };
const define = { type: 'DefineLandingZone', ...key, ...content, meta } as const;
const defined = { type: 'LandingZoneDefined', ...key, ...content } as const;
const disabled = { type: 'LandingZoneDisabled', ...key } as const;
const deleted = { type: 'LandingZoneDeleted', ...key, reason: 'over' } as const;
const override = { roleIdentifier: 'admin', groupAlias: 'admin', permissionSetArns: [samplePermissionSet('a')] };

describe('a landing zone', () => {
  it('is defined on a platform that is there, with tags and role mappings of its own', () => {
    given(decider).when(define).then(defined);
    const settings = { ...sampleLandingZone, tags: { CostCenter: '4711' }, infoLink: 'https://wiki/zone', restrictedToWorkspaces: ['acme'] };
    const unmapped = { ...override, roleIdentifier: 'reader', groupAlias: 'reader', permissionSetArns: [] };
    given(decider)
      .when({ ...define, settings, roleMappings: [override, unmapped] })
      .then({ ...defined, settings, roleMappings: [override, unmapped] });
    given(landingZoneDecider({ ...facts, platformExists: false }))
      .when(define)
      .thenRefused('PLATFORM_NOT_FOUND', 'platformIdentifier');
    given(decider, defined, disabled, deleted).when(define).thenRefused('LANDING_ZONE_EXISTS', 'landingZoneIdentifier');
  });

  it.each<[Record<string, unknown>, string, string]>([
    [{ landingZoneIdentifier: 'Dev' }, 'FIELD_MALFORMED', 'landingZoneIdentifier'],
    [{ displayName: undefined }, 'FIELD_REQUIRED', 'displayName'],
    [{ settings: undefined }, 'FIELD_REQUIRED', 'settings'],
    [{ settings: { ...sampleLandingZone, targetOu: { kind: 'id', ouId: 'ou-1' } } }, 'FIELD_MALFORMED', 'settings.targetOu.ouId'],
    [{ settings: { ...sampleLandingZone, targetOu: { kind: 'path', path: [] } } }, 'FIELD_REQUIRED', 'settings.targetOu.path'],
    [{ settings: { ...sampleLandingZone, targetOu: { kind: 'path', path: ['a', ''] } } }, 'FIELD_REQUIRED', 'settings.targetOu.path[1]'],
    [
      { settings: { ...sampleLandingZone, targetOu: { kind: 'perWorkspace', parent: ['1', '2', '3', '4', '5'] } } },
      'FIELD_TOO_LONG',
      'settings.targetOu.parent',
    ],
    [{ settings: { ...sampleLandingZone, hierarchical: 1 } }, 'FIELD_MALFORMED', 'settings.hierarchical'],
    [{ settings: { ...sampleLandingZone, tags: { Other: 'x' } } }, 'TAG_UNKNOWN', 'settings.tags.Other'],
    [{ settings: { ...sampleLandingZone, infoLink: 'wiki' } }, 'FIELD_MALFORMED', 'settings.infoLink'],
    [{ settings: { ...sampleLandingZone, restrictedToWorkspaces: ['a', 'a'] } }, 'FIELD_DUPLICATE', 'settings.restrictedToWorkspaces[1]'],
    [{ roleMappings: [override, override] }, 'FIELD_DUPLICATE', 'roleMappings[1]'],
    [{ roleMappings: [override, { ...override, roleIdentifier: 'user', groupAlias: 'ADMIN' }] }, 'FIELD_DUPLICATE', 'roleMappings[1]'],
    [{ roleMappings: [{ ...override, permissionSetArns: ['arn:x'] }] }, 'FIELD_MALFORMED', 'roleMappings[0].permissionSetArns[0]'],
  ])('is refused with %j', (more, code, field) => {
    given(decider)
      .when({ ...define, ...more })
      .thenRefused(code, field);
  });

  it('refuses overrides of roles that are not defined', () => {
    given(landingZoneDecider({ ...facts, unknownRoles: ['admin'] }))
      .when({ ...define, roleMappings: [override] })
      .thenRefused('PROJECT_ROLE_NOT_FOUND', 'roleMappings[0].roleIdentifier');
  });

  it('is changed, disabled, enabled and deleted', () => {
    given(decider, defined)
      .when({ ...define, type: 'ChangeLandingZone', displayName: 'D' })
      .then({ ...defined, type: 'LandingZoneChanged', displayName: 'D' });
    given(decider, defined)
      .when({ ...define, type: 'ChangeLandingZone' })
      .then();
    given(decider, defined)
      .when({ type: 'DisableLandingZone', ...key, meta })
      .then(disabled);
    given(decider, defined, disabled)
      .when({ type: 'DisableLandingZone', ...key, meta })
      .then();
    given(decider, defined, disabled)
      .when({ type: 'EnableLandingZone', ...key, meta })
      .then({ type: 'LandingZoneEnabled', ...key });
    const remove = { type: 'DeleteLandingZone', ...key, reason: 'over', meta } as const;
    given(decider, defined).when(remove).thenRefused('LANDING_ZONE_ENABLED', 'landingZoneIdentifier');
    given(decider, defined, disabled).when(remove).then(deleted);
    given(decider, defined, disabled, deleted).when(remove).then();
    given(landingZoneDecider({ ...facts, tenants: ['t'] }), defined, disabled)
      .when(remove)
      .thenRefused('LANDING_ZONE_IN_USE');
    given(decider, defined, disabled, deleted)
      .when({ type: 'EnableLandingZone', ...key, meta })
      .thenRefused('LANDING_ZONE_NOT_FOUND');
  });
});
