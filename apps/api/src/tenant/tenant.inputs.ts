import { ArgsType, InputType } from '@nestjs/graphql';
import type { TenantView } from '@orgledger/governance';
import { CommandInput } from '../graphql/command-input.js';
import { Choice, Identifier, Text, Uuid } from '../graphql/input-fields.js';
import { PageArgs } from '../graphql/page.js';
import { TenantStatus } from './tenant.types.js';

@InputType()
export class RequestTenantInput extends CommandInput {
  @Identifier({ description: 'The workspace of the project.' })
  readonly workspaceIdentifier!: string;

  @Identifier({ description: 'The project.' })
  readonly projectIdentifier!: string;

  @Identifier({ description: 'The platform.' })
  readonly platformIdentifier!: string;

  @Identifier({ description: 'A landing zone of the platform.' })
  readonly landingZoneIdentifier!: string;
}

@InputType()
export class ChangeTenantLandingZoneInput extends CommandInput {
  @Uuid({ description: 'The tenant.' })
  readonly tenantId!: string;

  @Identifier({ description: 'Another landing zone of its platform.' })
  readonly landingZoneIdentifier!: string;
}

@ArgsType()
export class TenantsArgs extends PageArgs {
  @Identifier({ optional: true, description: 'Only of this workspace.' })
  readonly workspaceIdentifier?: string;

  @Identifier({ optional: true, description: 'Only of this project.' })
  readonly projectIdentifier?: string;

  @Identifier({ optional: true, description: 'Only on this platform.' })
  readonly platformIdentifier?: string;

  @Identifier({ optional: true, description: 'Only in this landing zone.' })
  readonly landingZoneIdentifier?: string;

  @Choice(() => TenantStatus, { optional: true, description: 'Only these.' })
  readonly status?: TenantView['status'];

  @Text({ max: 64, optional: true, description: 'The one with this AWS account.' })
  readonly accountId?: string;
}
