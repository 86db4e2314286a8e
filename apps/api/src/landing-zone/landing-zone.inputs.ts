import { ArgsType, InputType } from '@nestjs/graphql';
import type { LandingZoneSettings, LandingZoneView, TargetOu } from '@orgledger/governance';
import { DomainError } from '@orgledger/kernel';
import { CommandInput } from '../graphql/command-input.js';
import { Choice, Flag, Identifier, Nested, NestedList, Text, TextList } from '../graphql/input-fields.js';
import { PageArgs } from '../graphql/page.js';
import { fromTags, TagInput } from '../shared/tag.types.js';
import { LandingZoneStatus, TargetOuKind } from './landing-zone.types.js';

@InputType()
export class TargetOuInput {
  @Choice(() => TargetOuKind, { description: 'Which of the other fields counts.' })
  readonly kind!: TargetOu['kind'];

  @Text({ max: 64, optional: true, description: 'For ID: ou-… or r-….' })
  readonly ouId?: string;

  @TextList({ max: 128, maxItems: 5, optional: true, description: 'For PATH: names below the root; missing units are created.' })
  readonly path?: readonly string[];

  @TextList({ max: 128, maxItems: 4, optional: true, description: 'For PER_WORKSPACE: where the workspaces’ units are.' })
  readonly parent?: readonly string[];
}

@InputType()
export class LandingZoneSettingsInput {
  @Nested(() => TargetOuInput, { description: 'Where accounts live.' })
  readonly targetOu!: TargetOuInput;

  @Flag({ description: 'An account anywhere under the target counts as placed.' })
  readonly hierarchical!: boolean;

  @NestedList(() => TagInput, { maxItems: 50, description: 'Tags of the landing zone.' })
  readonly tags!: readonly TagInput[];

  @Text({ max: 500, optional: true, description: 'Where people read about it.' })
  readonly infoLink?: string;

  @TextList({ max: 64, maxItems: 1000, optional: true, description: 'Only these workspaces may use it.' })
  readonly restrictedToWorkspaces?: readonly string[];
}

@InputType()
export class RoleMappingOverrideInput {
  @Identifier({ description: 'A project role.' })
  readonly roleIdentifier!: string;

  @Text({ max: 64, description: '`#{platformGroupAlias}` of the group template.' })
  readonly groupAlias!: string;

  @TextList({ max: 300, maxItems: 50, description: 'ARNs of permission sets; empty: the role is not replicated here.' })
  readonly permissionSetArns!: readonly string[];
}

/** The input of mutations that need no more than the landing zone. */
@InputType()
export class LandingZoneKeyInput extends CommandInput {
  @Identifier({ description: 'The platform.' })
  readonly platformIdentifier!: string;

  @Identifier({ description: '1–32 characters, unique on the platform; never changes.' })
  readonly landingZoneIdentifier!: string;
}

@InputType()
export class LandingZoneContentInput extends LandingZoneKeyInput {
  @Text({ max: 100, description: 'What people read.' })
  readonly displayName!: string;

  @Nested(() => LandingZoneSettingsInput, { description: 'All settings.' })
  readonly settings!: LandingZoneSettingsInput;

  @NestedList(() => RoleMappingOverrideInput, { optional: true, maxItems: 50, description: 'In place of the platform’s mappings.' })
  readonly roleMappings?: readonly RoleMappingOverrideInput[];
}

@InputType()
export class DeleteLandingZoneInput extends LandingZoneKeyInput {
  @Text({ max: 500, description: 'Why; recorded for good.' })
  readonly reason!: string;
}

@ArgsType()
export class LandingZonesArgs extends PageArgs {
  @Identifier({ optional: true, description: 'Only of this platform.' })
  readonly platformIdentifier?: string;

  @Choice(() => LandingZoneStatus, { optional: true, description: 'Only these.' })
  readonly status?: LandingZoneView['status'];
}

export const fromTargetOu = ({ kind, ouId, path, parent }: TargetOuInput): TargetOu => {
  switch (kind) {
    case 'root':
      return { kind };
    case 'id':
      return { kind, ouId: needed(ouId, 'ouId', 'ID') };
    case 'path':
      return { kind, path: needed(path, 'path', 'PATH') };
    case 'perWorkspace':
      return { kind, parent: needed(parent, 'parent', 'PER_WORKSPACE') };
  }
};

const needed = <T>(value: T | undefined, field: string, kind: string): T => {
  if (value !== undefined) return value;
  throw new DomainError('FIELD_REQUIRED', `A target of kind ${kind} needs ${field}.`, { field: `settings.targetOu.${field}`, rule: 'required' });
};

export const fromLandingZoneSettings = ({ targetOu, tags, ...settings }: LandingZoneSettingsInput): LandingZoneSettings => ({
  ...settings,
  targetOu: fromTargetOu(targetOu),
  tags: fromTags(tags),
});
