import { DomainError, equalJson, checkIdentifier, checkText, refuse } from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import type { Tags } from '../shared-types.js';
import type { TagDefinition } from '../tag-definition/tag-definition.events.js';
import { checkTags } from '../tags/tag-rules.js';
import type { ChangeProjectTags, CreateProject, MarkProjectForDeletion, ProjectCommand, RenameProject } from './project.commands.js';
import type { ProjectEvent } from './project.events.js';

export type Project =
  | { readonly status: 'none' }
  | { readonly status: 'active'; readonly displayName: string; readonly tags: Tags }
  | { readonly status: 'markedForDeletion'; readonly tags: Tags }
  | { readonly status: 'deleted' };

export interface ProjectFacts {
  readonly workspace: 'none' | 'active' | 'deleted';
  readonly tagDefinitions: readonly TagDefinition[];
  /** Ids of the project's live tenants. */
  readonly tenants: readonly string[];
}

type Key = Pick<CreateProject, 'workspaceIdentifier' | 'projectIdentifier'>;
const keyOf = ({ workspaceIdentifier, projectIdentifier }: Key): Key => ({ workspaceIdentifier, projectIdentifier });

const create = (command: CreateProject, state: Project, facts: ProjectFacts): ProjectEvent[] => {
  const workspaceIdentifier = checkIdentifier('workspaceIdentifier', command.workspaceIdentifier, 16);
  const projectIdentifier = checkIdentifier('projectIdentifier', command.projectIdentifier, 30);
  const displayName = checkText('displayName', command.displayName, { max: 100 });
  if (facts.workspace !== 'active')
    refuse('WORKSPACE_NOT_FOUND', 'workspaceIdentifier', `There is no workspace ${workspaceIdentifier}: create it first, or choose another one.`);
  if (state.status !== 'none') {
    const problem = state.status === 'deleted' ? 'belonged to a deleted project and is never given again' : 'is taken in this workspace';
    refuse('PROJECT_EXISTS', 'projectIdentifier', `The identifier ${projectIdentifier} ${problem}: choose another one.`);
  }
  const { tagDefinitions: definitions } = facts;
  const tags = checkTags({ target: 'project', tags: command.tags, previous: {}, definitions, asOperator: command.asOperator === true });
  return [{ type: 'ProjectCreated', workspaceIdentifier, projectIdentifier, displayName, tags }];
};

const active = (state: Project, key: Key): Extract<Project, { status: 'active' }> => {
  if (state.status === 'active') return state;
  const problem = { none: 'does not exist', markedForDeletion: 'is being deleted', deleted: 'was deleted' }[state.status];
  throw new DomainError(
    state.status === 'markedForDeletion' ? 'PROJECT_BEING_DELETED' : 'PROJECT_NOT_FOUND',
    `The project ${key.projectIdentifier} of workspace ${key.workspaceIdentifier} ${problem}: choose another one.`,
    { field: 'projectIdentifier' },
  );
};

const rename = (command: RenameProject, state: Project): ProjectEvent[] => {
  const project = active(state, command);
  const displayName = checkText('displayName', command.displayName, { max: 100 });
  return displayName === project.displayName ? [] : [{ type: 'ProjectRenamed', ...keyOf(command), displayName }];
};

const changeTags = (command: ChangeProjectTags, state: Project, facts: ProjectFacts): ProjectEvent[] => {
  const { tags: previous } = active(state, command);
  const { tagDefinitions: definitions } = facts;
  const tags = checkTags({ target: 'project', tags: command.tags, previous, definitions, asOperator: command.asOperator === true });
  return equalJson(tags, previous) ? [] : [{ type: 'ProjectTagsChanged', ...keyOf(command), tags }];
};

const markForDeletion = (command: MarkProjectForDeletion, state: Project, { tenants }: ProjectFacts): ProjectEvent[] => {
  const reason = checkText('reason', command.reason, { max: 500 });
  if (state.status === 'markedForDeletion' || state.status === 'deleted') return [];
  active(state, command);
  if (tenants.length > 0) {
    const message = `The project ${command.projectIdentifier} still has ${tenants.length} live tenants (${tenants.slice(0, 3).join(', ')}), and tenants cannot be deleted yet: keep the project.`;
    refuse('PROJECT_HAS_TENANTS', 'projectIdentifier', message);
  }
  return [
    { type: 'ProjectMarkedForDeletion', ...keyOf(command), reason },
    { type: 'ProjectDeleted', ...keyOf(command) },
  ];
};

const evolve = (state: Project, event: ProjectEvent): Project => {
  switch (event.type) {
    case 'ProjectCreated':
      return { status: 'active', displayName: event.displayName, tags: event.tags };
    case 'ProjectRenamed':
      return state.status === 'active' ? { ...state, displayName: event.displayName } : state;
    case 'ProjectTagsChanged':
      return state.status === 'active' ? { ...state, tags: event.tags } : state;
    case 'ProjectMarkedForDeletion':
      return state.status === 'active' ? { status: 'markedForDeletion', tags: state.tags } : state;
    case 'ProjectDeleted':
      return { status: 'deleted' };
    default:
      return state;
  }
};

export const projectDecider = (facts: ProjectFacts): Decider<ProjectCommand, Project, ProjectEvent> => ({
  initial: { status: 'none' },
  decide: (command, state) => {
    switch (command.type) {
      case 'CreateProject':
        return create(command, state, facts);
      case 'RenameProject':
        return rename(command, state);
      case 'ChangeProjectTags':
        return changeTags(command, state, facts);
      case 'MarkProjectForDeletion':
        return markForDeletion(command, state, facts);
    }
  },
  evolve,
});
