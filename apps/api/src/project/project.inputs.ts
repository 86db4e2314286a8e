import { ArgsType, InputType } from '@nestjs/graphql';
import type { ProjectView } from '@orgledger/governance';
import { CommandInput } from '../graphql/command-input.js';
import { Choice, Identifier, NestedList, Text } from '../graphql/input-fields.js';
import { PageArgs } from '../graphql/page.js';
import { TagInput } from '../shared/tag.types.js';
import { ProjectStatus } from './project.types.js';

@InputType({ isAbstract: true })
abstract class ProjectKeyInput extends CommandInput {
  @Identifier({ description: 'The workspace that owns the project.' })
  readonly workspaceIdentifier!: string;

  @Identifier({ description: '1–30 characters, unique in the workspace; never changes.' })
  readonly projectIdentifier!: string;
}

@InputType()
export class CreateProjectInput extends ProjectKeyInput {
  @Text({ max: 100, description: 'What people read.' })
  readonly displayName!: string;

  @NestedList(() => TagInput, { optional: true, maxItems: 50, description: 'Tags, by their definitions.' })
  readonly tags?: readonly TagInput[];
}

@InputType()
export class RenameProjectInput extends ProjectKeyInput {
  @Text({ max: 100, description: 'What people read.' })
  readonly displayName!: string;
}

@InputType()
export class ChangeProjectTagsInput extends ProjectKeyInput {
  @NestedList(() => TagInput, { maxItems: 50, description: 'All tags from now on.' })
  readonly tags!: readonly TagInput[];
}

@InputType()
export class MarkProjectForDeletionInput extends ProjectKeyInput {
  @Text({ max: 500, description: 'Why; recorded for good.' })
  readonly reason!: string;
}

@ArgsType()
export class ProjectsArgs extends PageArgs {
  @Identifier({ optional: true, description: 'Only of this workspace.' })
  readonly workspaceIdentifier?: string;

  @Text({ max: 100, optional: true, description: 'Part of the identifier or display name.' })
  readonly search?: string;

  @Choice(() => ProjectStatus, { optional: true, description: 'Only these.' })
  readonly status?: ProjectView['status'];
}
