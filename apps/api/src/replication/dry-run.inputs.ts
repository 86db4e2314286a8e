import { ArgsType, InputType } from '@nestjs/graphql';
import type { WhatIf } from '@orgledger/governance';
import { CommandInput } from '../graphql/command-input.js';
import { Identifier, Nested, NestedList, Text, TextList, Uuid } from '../graphql/input-fields.js';
import { optional } from '../graphql/optional.js';
import { PageArgs } from '../graphql/page.js';
import { fromLandingZoneSettings, LandingZoneSettingsInput, RoleMappingOverrideInput } from '../landing-zone/landing-zone.inputs.js';
import { NamingTemplatesInput } from '../platform/platform-settings.inputs.js';

@InputType()
export class DryRunTenantInput extends CommandInput {
  @Uuid({ description: 'The tenant, as it is desired now.' })
  readonly tenantId!: string;
}

@InputType()
export class WhatIfLandingZoneInput {
  @Identifier({ description: 'A landing zone of the platform.' })
  readonly landingZoneIdentifier!: string;

  @Nested(() => LandingZoneSettingsInput, { description: 'All settings.' })
  readonly settings!: LandingZoneSettingsInput;

  @NestedList(() => RoleMappingOverrideInput, { optional: true, maxItems: 50, description: 'In place of the platform’s mappings.' })
  readonly roleMappings?: readonly RoleMappingOverrideInput[];
}

@InputType()
export class WhatIfRoleMappingInput {
  @Identifier({ description: 'The project role.' })
  readonly roleIdentifier!: string;

  @Text({ max: 64, description: '`#{platformGroupAlias}` of the group template.' })
  readonly groupAlias!: string;

  @TextList({ max: 300, maxItems: 50, description: 'ARNs of permission sets; empty: the role is unmapped.' })
  readonly permissionSetArns!: readonly string[];
}

@InputType()
export class DryRunPlatformInput extends CommandInput {
  @Identifier({ description: 'The platform, all its tenants.' })
  readonly platformIdentifier!: string;

  @Nested(() => NamingTemplatesInput, { optional: true, description: 'If these were its templates.' })
  readonly templates?: NamingTemplatesInput;

  @Nested(() => WhatIfLandingZoneInput, { optional: true, description: 'If a landing zone were so.' })
  readonly landingZone?: WhatIfLandingZoneInput;

  @Nested(() => WhatIfRoleMappingInput, { optional: true, description: 'If a role were mapped so.' })
  readonly roleMapping?: WhatIfRoleMappingInput;
}

@ArgsType()
export class DryRunTenantsArgs extends PageArgs {
  @Uuid({ description: 'The dry run.' })
  readonly dryRunId!: string;
}

export const toWhatIf = ({ templates, landingZone, roleMapping }: DryRunPlatformInput): WhatIf =>
  optional({
    templates,
    roleMapping,
    landingZone: landingZone && { ...landingZone, settings: fromLandingZoneSettings(landingZone.settings) },
  });
