import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { BindingScope, RoleBindingView } from '@orgledger/governance';
import { enumOf } from '../graphql/enum.js';
import { connectionOf } from '../graphql/page.js';
import { payloadOf, Success } from '../graphql/payload.js';

export const RoleBindingStatus = enumOf('RoleBindingStatus', ['granted', 'expired', 'revoked']);
export const ScopeKind = enumOf('ScopeKind', ['workspace', 'project']);

@ObjectType({ description: 'A role in projects; its rights are in AWS only.' })
export class ProjectRole {
  @Field(() => ID)
  readonly roleIdentifier!: string;

  @Field(() => String)
  readonly displayName!: string;
}

@ObjectType({ description: 'What a project role stands for on a platform.' })
export class RoleMapping {
  @Field(() => ID)
  readonly platformIdentifier!: string;

  @Field(() => ID)
  readonly roleIdentifier!: string;

  @Field(() => String)
  readonly groupAlias!: string;

  @Field(() => [String])
  readonly permissionSetArns!: readonly string[];
}

@ObjectType({ description: 'One project, or all projects of a workspace.' })
export class RoleBindingScope {
  @Field(() => ScopeKind)
  readonly kind!: BindingScope['kind'];

  @Field(() => ID)
  readonly workspaceIdentifier!: string;

  @Field(() => ID, { nullable: true })
  readonly projectIdentifier?: string;
}

@ObjectType({ description: 'A role that a person holds for an interval.' })
export class RoleBinding {
  @Field(() => ID)
  readonly bindingId!: string;

  @Field(() => ID)
  readonly subjectId!: string;

  @Field(() => ID)
  readonly roleIdentifier!: string;

  @Field(() => RoleBindingScope)
  readonly scope!: RoleBindingScope;

  @Field(() => String, { description: 'Inclusive.' })
  readonly from!: string;

  @Field(() => String, { nullable: true, description: 'Exclusive; absent: without end.' })
  readonly until?: string;

  @Field(() => RoleBindingStatus)
  readonly status!: RoleBindingView['status'];
}

export const RoleBindingConnection = connectionOf(RoleBinding);

@ObjectType()
export class ProjectRoleSuccess extends Success {
  @Field(() => ProjectRole, { nullable: true })
  readonly projectRole?: ProjectRole;
}

@ObjectType()
export class RoleMappingSuccess extends Success {
  @Field(() => RoleMapping, { nullable: true })
  readonly roleMapping?: RoleMapping;
}

@ObjectType()
export class RoleBindingSuccess extends Success {
  @Field(() => ID, { description: 'Known before queries show the binding.' })
  readonly bindingId!: string;

  @Field(() => RoleBinding, { nullable: true })
  readonly roleBinding?: RoleBinding;
}

export const ProjectRolePayload = payloadOf('ProjectRole', ProjectRoleSuccess);
export const RoleMappingPayload = payloadOf('RoleMapping', RoleMappingSuccess);
export const RoleBindingPayload = payloadOf('RoleBinding', RoleBindingSuccess);
