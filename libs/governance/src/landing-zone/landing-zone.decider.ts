import { DomainError, equalJson, checkIdentifier, checkRecord, checkText, refuse } from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import type { LandingZoneSettings, RoleMappingOverride } from '../platform-settings.js';
import type { TagDefinition } from '../tag-definition/tag-definition.events.js';
import { checkTags } from '../tags/tag-rules.js';
import type { ChangeLandingZone, DefineLandingZone, DeleteLandingZone, LandingZoneCommand } from './landing-zone.commands.js';
import type { LandingZoneEvent } from './landing-zone.events.js';
import { checkLandingZoneSettings, checkOverrides } from './landing-zone-rules.js';

export interface LandingZoneContent {
  readonly displayName: string;
  readonly settings: LandingZoneSettings;
  readonly roleMappings: readonly RoleMappingOverride[];
}

export type LandingZone =
  { readonly status: 'none' } | { readonly status: 'active' | 'disabled'; readonly content: LandingZoneContent } | { readonly status: 'deleted' };

export interface LandingZoneFacts {
  readonly platformExists: boolean;
  readonly tagDefinitions: readonly TagDefinition[];
  /** Roles named by the command's overrides that are not defined. */
  readonly unknownRoles: readonly string[];
  /** Ids of the tenants that stand in the zone. */
  readonly tenants: readonly string[];
}

const checkContent = (command: DefineLandingZone | ChangeLandingZone, previous: LandingZoneContent | undefined, facts: LandingZoneFacts) => {
  const { tagDefinitions: definitions } = facts;
  const displayName = checkText('displayName', command.displayName, { max: 100 });
  const settings = checkRecord('settings', command.settings);
  const asOperator = command.asOperator === true;
  const tagChange = { tags: settings.tags, previous: previous?.settings.tags ?? {}, field: 'settings.tags' };
  const tags = checkTags({ target: 'landingZone', ...tagChange, definitions, asOperator });
  const roleMappings = checkOverrides(command.roleMappings ?? []);
  const unknown = roleMappings.findIndex((override) => facts.unknownRoles.includes(override.roleIdentifier));
  if (unknown >= 0) {
    const role = roleMappings[unknown]?.roleIdentifier ?? '';
    refuse('PROJECT_ROLE_NOT_FOUND', `roleMappings[${unknown}].roleIdentifier`, `There is no project role ${role}: define it first.`);
  }
  return { displayName, settings: checkLandingZoneSettings(settings, tags), roleMappings };
};

type Key = Pick<DefineLandingZone, 'platformIdentifier' | 'landingZoneIdentifier'>;
const keyOf = ({ platformIdentifier, landingZoneIdentifier }: Key): Key => ({ platformIdentifier, landingZoneIdentifier });

const define = (command: DefineLandingZone, state: LandingZone, facts: LandingZoneFacts): LandingZoneEvent[] => {
  const platformIdentifier = checkIdentifier('platformIdentifier', command.platformIdentifier, 32);
  const landingZoneIdentifier = checkIdentifier('landingZoneIdentifier', command.landingZoneIdentifier, 32);
  const content = checkContent(command, undefined, facts);
  if (!facts.platformExists)
    refuse('PLATFORM_NOT_FOUND', 'platformIdentifier', `There is no platform ${platformIdentifier}: register it first, or choose another one.`);
  if (state.status !== 'none') {
    const problem = state.status === 'deleted' ? 'belonged to a deleted landing zone and is never given again' : 'is taken on this platform';
    refuse('LANDING_ZONE_EXISTS', 'landingZoneIdentifier', `The identifier ${landingZoneIdentifier} ${problem}: choose another one.`);
  }
  return [{ type: 'LandingZoneDefined', platformIdentifier, landingZoneIdentifier, ...content }];
};

const existing = (state: LandingZone, key: Key): Extract<LandingZone, { content: unknown }> => {
  if (state.status === 'active' || state.status === 'disabled') return state;
  const problem = state.status === 'deleted' ? 'was deleted: choose another one' : 'does not exist: define it first';
  throw new DomainError('LANDING_ZONE_NOT_FOUND', `The landing zone ${key.landingZoneIdentifier} of platform ${key.platformIdentifier} ${problem}.`, {
    field: 'landingZoneIdentifier',
  });
};

const change = (command: ChangeLandingZone, state: LandingZone, facts: LandingZoneFacts): LandingZoneEvent[] => {
  const zone = existing(state, command);
  const content = checkContent(command, zone.content, facts);
  return equalJson(content, zone.content) ? [] : [{ type: 'LandingZoneChanged', ...keyOf(command), ...content }];
};

const remove = (command: DeleteLandingZone, state: LandingZone, { tenants }: LandingZoneFacts): LandingZoneEvent[] => {
  const reason = checkText('reason', command.reason, { max: 500 });
  if (state.status === 'deleted') return [];
  if (existing(state, command).status === 'active')
    refuse('LANDING_ZONE_ENABLED', 'landingZoneIdentifier', `The landing zone ${command.landingZoneIdentifier} is enabled: disable it first.`);
  if (tenants.length > 0) {
    const message = `The landing zone ${command.landingZoneIdentifier} still has ${tenants.length} tenants: give them another landing zone first.`;
    refuse('LANDING_ZONE_IN_USE', 'landingZoneIdentifier', message);
  }
  return [{ type: 'LandingZoneDeleted', ...keyOf(command), reason }];
};

const evolve = (state: LandingZone, event: LandingZoneEvent): LandingZone => {
  switch (event.type) {
    case 'LandingZoneDefined':
    case 'LandingZoneChanged': {
      const { displayName, settings, roleMappings } = event;
      return { status: state.status === 'disabled' ? 'disabled' : 'active', content: { displayName, settings, roleMappings } };
    }
    case 'LandingZoneDisabled':
      return state.status === 'active' ? { ...state, status: 'disabled' } : state;
    case 'LandingZoneEnabled':
      return state.status === 'disabled' ? { ...state, status: 'active' } : state;
    case 'LandingZoneDeleted':
      return { status: 'deleted' };
    default:
      return state;
  }
};

export const landingZoneDecider = (facts: LandingZoneFacts): Decider<LandingZoneCommand, LandingZone, LandingZoneEvent> => ({
  initial: { status: 'none' },
  decide: (command, state) => {
    switch (command.type) {
      case 'DefineLandingZone':
        return define(command, state, facts);
      case 'ChangeLandingZone':
        return change(command, state, facts);
      case 'DisableLandingZone':
        return existing(state, command).status === 'disabled' ? [] : [{ type: 'LandingZoneDisabled', ...keyOf(command) }];
      case 'EnableLandingZone':
        return existing(state, command).status === 'active' ? [] : [{ type: 'LandingZoneEnabled', ...keyOf(command) }];
      case 'DeleteLandingZone':
        return remove(command, state, facts);
    }
  },
  evolve,
});
