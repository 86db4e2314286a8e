import { ArgsType, InputType } from '@nestjs/graphql';
import type { PlatformAvailability, PlatformView } from '@orgledger/governance';
import { CommandInput } from '../graphql/command-input.js';
import { Choice, Identifier, Nested, Text, TextList } from '../graphql/input-fields.js';
import { PageArgs } from '../graphql/page.js';
import { PlatformSettingsInput } from './platform-settings.inputs.js';
import { AvailabilityKind, PlatformStatus } from './platform.types.js';

@InputType()
export class PlatformAvailabilityInput {
  @Choice(() => AvailabilityKind, { description: 'Who may request tenants.' })
  readonly kind!: PlatformAvailability['kind'];

  @TextList({ max: 64, maxItems: 1000, optional: true, description: 'For RESTRICTED: the workspaces that may.' })
  readonly workspaceIdentifiers?: readonly string[];
}

/** The input of mutations that need no more than the platform. */
@InputType()
export class PlatformKeyInput extends CommandInput {
  @Identifier({ description: '1–32 characters; never changes.' })
  readonly platformIdentifier!: string;
}

@InputType()
export class RegisterPlatformInput extends PlatformKeyInput {
  @Text({ max: 100, description: 'What people read.' })
  readonly displayName!: string;

  @Nested(() => PlatformSettingsInput, { description: 'How the organization is reached and shaped.' })
  readonly settings!: PlatformSettingsInput;

  @Nested(() => PlatformAvailabilityInput, { optional: true, description: 'Default: PUBLIC.' })
  readonly availability?: PlatformAvailabilityInput;
}

@InputType()
export class RenamePlatformInput extends PlatformKeyInput {
  @Text({ max: 100, description: 'What people read.' })
  readonly displayName!: string;
}

@InputType()
export class ChangePlatformConnectionInput extends PlatformKeyInput {
  @Nested(() => PlatformSettingsInput, { description: 'All settings from now on. ExternalIds are kept.' })
  readonly settings!: PlatformSettingsInput;
}

@InputType()
export class ChangePlatformAvailabilityInput extends PlatformKeyInput {
  @Nested(() => PlatformAvailabilityInput, { description: 'Who may request tenants.' })
  readonly availability!: PlatformAvailabilityInput;
}

@InputType()
export class DeprecatePlatformInput extends PlatformKeyInput {
  @Text({ max: 500, optional: true, description: 'Why; recorded for good.' })
  readonly reason?: string;
}

@InputType()
export class RemovePlatformInput extends PlatformKeyInput {
  @Text({ max: 500, description: 'Why; recorded for good.' })
  readonly reason!: string;
}

@ArgsType()
export class PlatformsArgs extends PageArgs {
  @Choice(() => PlatformStatus, { optional: true, description: 'Only these.' })
  readonly status?: PlatformView['status'];
}

export const fromAvailability = ({ kind, workspaceIdentifiers }: PlatformAvailabilityInput): PlatformAvailability =>
  kind === 'restricted' ? { kind, workspaceIdentifiers: workspaceIdentifiers ?? [] } : { kind };
