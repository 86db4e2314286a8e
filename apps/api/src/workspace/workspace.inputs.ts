import { ArgsType, InputType } from '@nestjs/graphql';
import type { Contact, WorkspaceView } from '@orgledger/governance';
import { CommandInput } from '../graphql/command-input.js';
import { Choice, Identifier, NestedList, Text, Uuid } from '../graphql/input-fields.js';
import { PageArgs } from '../graphql/page.js';
import { TagInput } from '../shared/tag.types.js';
import { ContactKind, WorkspaceStatus } from './workspace.types.js';

@InputType()
export class ContactInput {
  @Choice(() => ContactKind, { description: 'What the person is asked about.' })
  readonly kind!: Contact['kind'];

  @Uuid({ description: 'Subject id of a user.' })
  readonly subjectId!: string;
}

@InputType({ isAbstract: true })
abstract class WorkspaceKeyInput extends CommandInput {
  @Identifier({ description: '1–16 characters; never changes.' })
  readonly workspaceIdentifier!: string;
}

@InputType()
export class CreateWorkspaceInput extends WorkspaceKeyInput {
  @Text({ max: 100, description: 'What people read.' })
  readonly displayName!: string;

  @NestedList(() => TagInput, { optional: true, maxItems: 50, description: 'Tags, by their definitions.' })
  readonly tags?: readonly TagInput[];

  @NestedList(() => ContactInput, { optional: true, maxItems: 20, description: 'Whom to ask.' })
  readonly contacts?: readonly ContactInput[];
}

@InputType()
export class RenameWorkspaceInput extends WorkspaceKeyInput {
  @Text({ max: 100, description: 'What people read.' })
  readonly displayName!: string;
}

@InputType()
export class ChangeWorkspaceTagsInput extends WorkspaceKeyInput {
  @NestedList(() => TagInput, { maxItems: 50, description: 'All tags from now on.' })
  readonly tags!: readonly TagInput[];
}

@InputType()
export class ChangeWorkspaceContactsInput extends WorkspaceKeyInput {
  @NestedList(() => ContactInput, { maxItems: 20, description: 'All contacts from now on.' })
  readonly contacts!: readonly ContactInput[];
}

@InputType()
export class DeleteWorkspaceInput extends WorkspaceKeyInput {
  @Text({ max: 500, description: 'Why; recorded for good.' })
  readonly reason!: string;
}

@ArgsType()
export class WorkspacesArgs extends PageArgs {
  @Text({ max: 100, optional: true, description: 'Part of the identifier or display name.' })
  readonly search?: string;

  @Choice(() => WorkspaceStatus, { optional: true, description: 'Only these.' })
  readonly status?: WorkspaceView['status'];
}
