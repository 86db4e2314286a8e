import type { WhatIf } from '../query-types.js';
import { parseTemplates } from '../template/render-names.js';
import type { PlatformContext } from './compose-snapshot.js';

/** The platform as it would be with settings that are not saved yet. */
export const supposing = (context: PlatformContext, { templates, landingZone, roleMapping }: WhatIf): PlatformContext => {
  const zone = landingZone && context.landingZones.get(landingZone.landingZoneIdentifier);
  return {
    ...context,
    ...(templates ? { settings: { ...context.settings, templates }, templates: parseTemplates(templates) } : {}),
    ...(landingZone
      ? {
          landingZones: new Map(context.landingZones).set(landingZone.landingZoneIdentifier, {
            settings: landingZone.settings,
            roleMappings: landingZone.roleMappings ?? zone?.roleMappings ?? [],
          }),
        }
      : {}),
    ...(roleMapping
      ? { roleMappings: [...context.roleMappings.filter(({ roleIdentifier }) => roleIdentifier !== roleMapping.roleIdentifier), roleMapping] }
      : {}),
  };
};
