import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { LandingZoneView, TargetOu as Target } from '@orgledger/governance';
import { enumOf } from '../graphql/enum.js';
import { connectionOf } from '../graphql/page.js';
import { payloadOf, Success } from '../graphql/payload.js';
import { Tag, toTags } from '../shared/tag.types.js';

export const LandingZoneStatus = enumOf('LandingZoneStatus', ['active', 'disabled', 'deleted']);
export const TargetOuKind = enumOf('TargetOuKind', ['root', 'id', 'path', 'perWorkspace']);

@ObjectType({ description: 'Where accounts live. `path` and `parent` are names of organizational units below the root.' })
export class TargetOu {
  @Field(() => TargetOuKind)
  readonly kind!: Target['kind'];

  @Field(() => String, { nullable: true })
  readonly ouId?: string;

  @Field(() => [String], { nullable: true })
  readonly path?: readonly string[];

  @Field(() => [String], { nullable: true })
  readonly parent?: readonly string[];
}

@ObjectType()
export class LandingZoneSettings {
  @Field(() => TargetOu)
  readonly targetOu!: TargetOu;

  @Field(() => Boolean, { description: 'An account anywhere under the target counts as placed.' })
  readonly hierarchical!: boolean;

  @Field(() => [Tag])
  readonly tags!: readonly Tag[];

  @Field(() => String, { nullable: true })
  readonly infoLink?: string;

  @Field(() => [ID], { nullable: true })
  readonly restrictedToWorkspaces?: readonly string[];
}

@ObjectType({ description: 'A role’s own mapping on this landing zone. No permission sets: the role is not replicated here.' })
export class RoleMappingOverride {
  @Field(() => ID)
  readonly roleIdentifier!: string;

  @Field(() => String)
  readonly groupAlias!: string;

  @Field(() => [String])
  readonly permissionSetArns!: readonly string[];
}

@ObjectType({ description: 'A template of tenants on one platform.' })
export class LandingZone {
  @Field(() => ID)
  readonly platformIdentifier!: string;

  @Field(() => ID)
  readonly landingZoneIdentifier!: string;

  @Field(() => String)
  readonly displayName!: string;

  @Field(() => LandingZoneSettings)
  readonly settings!: LandingZoneSettings;

  @Field(() => [RoleMappingOverride])
  readonly roleMappings!: readonly RoleMappingOverride[];

  @Field(() => LandingZoneStatus)
  readonly status!: LandingZoneView['status'];
}

export const LandingZoneConnection = connectionOf(LandingZone);

@ObjectType()
export class LandingZoneSuccess extends Success {
  @Field(() => LandingZone, { nullable: true })
  readonly landingZone?: LandingZone;
}

export const LandingZonePayload = payloadOf('LandingZone', LandingZoneSuccess);

export const toLandingZone = (view: LandingZoneView): LandingZone => ({ ...view, settings: { ...view.settings, tags: toTags(view.settings.tags) } });
