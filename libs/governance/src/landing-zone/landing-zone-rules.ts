import type { LandingZoneSettings, RoleMappingOverride, TargetOu } from '../platform-settings.js';
import { checkRoleMappingEntry } from '../role-mapping/role-mapping-entry.js';
import type { Tags } from '../shared-types.js';
import { checkBoolean, checkDistinct, checkIdentifier, checkList, checkOneOf, checkPattern, checkRecord, checkText } from '@orgledger/kernel';

/** Names of organizational units below the root. @source Organizations API: OrganizationalUnitName; OUs nest five deep */
const checkPath = (field: string, value: unknown, min: number, max: number): readonly string[] =>
  checkList(field, value, { min, max }).map((name, index) => checkText(`${field}[${index}]`, name, { max: 128 }));

const checkTargetOu = (value: unknown): TargetOu => {
  const at = 'settings.targetOu';
  const target = checkRecord(at, value);
  const kind = checkOneOf(`${at}.kind`, target.kind, ['root', 'id', 'path', 'perWorkspace']);
  switch (kind) {
    case 'root':
      return { kind };
    case 'id':
      return {
        kind,
        ouId: checkPattern(
          `${at}.ouId`,
          target.ouId,
          /^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/,
          'the id of an organizational unit such as ou-ab12-34567890',
        ),
      };
    case 'path':
      return { kind, path: checkPath(`${at}.path`, target.path, 1, 5) };
    case 'perWorkspace':
      return { kind, parent: checkPath(`${at}.parent`, target.parent, 0, 4) };
  }
};

const checkRestriction = (value: unknown): readonly string[] => {
  const field = 'settings.restrictedToWorkspaces';
  const workspaces = checkList(field, value, { min: 1, max: 1000 }).map((identifier, index) => checkIdentifier(`${field}[${index}]`, identifier, 16));
  checkDistinct(field, workspaces);
  return workspaces;
};

/** Settings without their tags, which have rules of their own. */
export const checkLandingZoneSettings = (value: unknown, tags: Tags): LandingZoneSettings => {
  const settings = checkRecord('settings', value);
  return {
    targetOu: checkTargetOu(settings.targetOu),
    hierarchical: checkBoolean('settings.hierarchical', settings.hierarchical),
    tags,
    ...(settings.infoLink === undefined
      ? {}
      : {
          infoLink: checkPattern(
            'settings.infoLink',
            settings.infoLink,
            /^https?:\/\/[^\s"<>\\^`{|}]{1,500}$/,
            'a link that starts with https:// or http://',
          ),
        }),
    ...(settings.restrictedToWorkspaces === undefined ? {} : { restrictedToWorkspaces: checkRestriction(settings.restrictedToWorkspaces) }),
  };
};

/** At most one override per role, and never one group name part for two roles. */
export const checkOverrides = (value: unknown): readonly RoleMappingOverride[] => {
  const overrides = checkList('roleMappings', value, { max: 100 }).map((entry, index) => {
    const at = `roleMappings[${index}]`;
    const override = checkRecord(at, entry);
    return { roleIdentifier: checkIdentifier(`${at}.roleIdentifier`, override.roleIdentifier, 32), ...checkRoleMappingEntry(`${at}.`, override, 0) };
  });
  checkDistinct(
    'roleMappings',
    overrides.map((override) => override.roleIdentifier),
  );
  checkDistinct(
    'roleMappings',
    overrides.map((override) => override.groupAlias.toLowerCase()),
  );
  return overrides;
};
