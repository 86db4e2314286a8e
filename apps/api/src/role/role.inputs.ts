import { ArgsType, InputType } from '@nestjs/graphql';
import type { BindingScope, RoleBindingView } from '@orgledger/governance';
import { CommandInput } from '../graphql/command-input.js';
import { Choice, Identifier, Instant, Text, TextList, Uuid } from '../graphql/input-fields.js';
import { PageArgs } from '../graphql/page.js';
import { RoleBindingStatus } from './role.types.js';

/** The input of mutations that need no more than the role. */
@InputType()
export class ProjectRoleKeyInput extends CommandInput {
  @Identifier({ description: '1–32 characters; never changes.' })
  readonly roleIdentifier!: string;
}

@InputType()
export class ProjectRoleInput extends ProjectRoleKeyInput {
  @Text({ max: 100, description: 'What people read.' })
  readonly displayName!: string;
}

@InputType()
export class RoleMappingKeyInput extends CommandInput {
  @Identifier({ description: 'The platform.' })
  readonly platformIdentifier!: string;

  @Identifier({ description: 'The project role.' })
  readonly roleIdentifier!: string;
}

@InputType()
export class ChangeRoleMappingInput extends RoleMappingKeyInput {
  @Text({ max: 64, description: '`#{platformGroupAlias}` of the group template; unique on the platform.' })
  readonly groupAlias!: string;

  @TextList({ max: 300, maxItems: 50, description: 'ARNs of permission sets.' })
  readonly permissionSetArns!: readonly string[];
}

@InputType()
export class GrantRoleInput extends CommandInput {
  @Uuid({ description: 'The user.' })
  readonly subjectId!: string;

  @Identifier({ description: 'The project role.' })
  readonly roleIdentifier!: string;

  @Identifier({ description: 'The workspace.' })
  readonly workspaceIdentifier!: string;

  @Identifier({ optional: true, description: 'One project; left out, all projects of the workspace.' })
  readonly projectIdentifier?: string;

  @Instant({ optional: true, description: 'First instant; left out, now.' })
  readonly from?: string;

  @Instant({ optional: true, description: 'First instant without the role; left out, never.' })
  readonly until?: string;
}

/** The input of mutations that need no more than the binding. */
@InputType()
export class RoleBindingKeyInput extends CommandInput {
  @Uuid({ description: 'The role binding.' })
  readonly bindingId!: string;
}

@InputType()
export class SetRoleBindingExpiryInput extends RoleBindingKeyInput {
  @Instant({ optional: true, description: 'First instant without the role; left out, never.' })
  readonly until?: string;
}

@ArgsType()
export class RoleBindingsArgs extends PageArgs {
  @Uuid({ optional: true, description: 'Only of this user.' })
  readonly subjectId?: string;

  @Identifier({ optional: true, description: 'Only in this workspace.' })
  readonly workspaceIdentifier?: string;

  @Identifier({ optional: true, description: 'Only in this project.' })
  readonly projectIdentifier?: string;

  @Identifier({ optional: true, description: 'Only of this role.' })
  readonly roleIdentifier?: string;

  @Choice(() => RoleBindingStatus, { optional: true, description: 'Only these.' })
  readonly status?: RoleBindingView['status'];
}

export const toScope = (workspaceIdentifier: string, projectIdentifier: string | undefined): BindingScope =>
  projectIdentifier === undefined ? { kind: 'workspace', workspaceIdentifier } : { kind: 'project', workspaceIdentifier, projectIdentifier };
