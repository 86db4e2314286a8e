import {
  DomainError,
  equalJson,
  checkDistinct,
  checkIdentifier,
  checkList,
  checkOneOf,
  checkRecord,
  checkText,
  checkUuid,
  refuse,
} from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import type { Contact, Tags } from '../shared-types.js';
import type { TagDefinition } from '../tag-definition/tag-definition.events.js';
import { checkTags } from '../tags/tag-rules.js';
import type { ChangeWorkspaceContacts, ChangeWorkspaceTags, CreateWorkspace, DeleteWorkspace, RenameWorkspace } from './workspace.commands.js';
import type { WorkspaceCommand } from './workspace.commands.js';
import type { WorkspaceEvent } from './workspace.events.js';

export type Workspace =
  | { readonly status: 'none' }
  | { readonly status: 'active'; readonly displayName: string; readonly tags: Tags; readonly contacts: readonly Contact[] }
  | { readonly status: 'deleted' };

export interface WorkspaceFacts {
  readonly tagDefinitions: readonly TagDefinition[];
  /** Identifiers of the projects that stand in the workspace. */
  readonly projects: readonly string[];
}

const contactKinds = ['owner', 'technical', 'billing', 'security'] as const;

const checkContacts = (value: unknown): readonly Contact[] => {
  const contacts = checkList('contacts', value, { max: 20 }).map((entry, index): Contact => {
    const contact = checkRecord(`contacts[${index}]`, entry);
    return {
      kind: checkOneOf(`contacts[${index}].kind`, contact.kind, contactKinds),
      subjectId: checkUuid(`contacts[${index}].subjectId`, contact.subjectId),
    };
  });
  checkDistinct(
    'contacts',
    contacts.map((contact) => `${contact.kind} ${contact.subjectId}`),
  );
  return contacts;
};

const create = (command: CreateWorkspace, state: Workspace, facts: WorkspaceFacts): WorkspaceEvent[] => {
  const workspaceIdentifier = checkIdentifier('workspaceIdentifier', command.workspaceIdentifier, 16);
  const displayName = checkText('displayName', command.displayName, { max: 100 });
  const contacts = checkContacts(command.contacts ?? []);
  if (state.status !== 'none') {
    const problem = state.status === 'deleted' ? 'belonged to a deleted workspace and is never given again' : 'is taken';
    refuse('WORKSPACE_EXISTS', 'workspaceIdentifier', `The identifier ${workspaceIdentifier} ${problem}: choose another one.`);
  }
  const { tagDefinitions: definitions } = facts;
  const tags = checkTags({ target: 'workspace', tags: command.tags, previous: {}, definitions, asOperator: command.asOperator === true });
  return [{ type: 'WorkspaceCreated', workspaceIdentifier, displayName, tags, contacts }];
};

type Active = Extract<Workspace, { status: 'active' }>;

const active = (state: Workspace, workspaceIdentifier: string): Active => {
  if (state.status === 'active') return state;
  const problem = state.status === 'deleted' ? 'was deleted' : 'does not exist';
  throw new DomainError('WORKSPACE_NOT_FOUND', `The workspace ${workspaceIdentifier} ${problem}: choose another one.`, {
    field: 'workspaceIdentifier',
  });
};

const rename = (command: RenameWorkspace, state: Workspace): WorkspaceEvent[] => {
  const { workspaceIdentifier } = command;
  const workspace = active(state, workspaceIdentifier);
  const displayName = checkText('displayName', command.displayName, { max: 100 });
  return displayName === workspace.displayName ? [] : [{ type: 'WorkspaceRenamed', workspaceIdentifier, displayName }];
};

const changeTags = (command: ChangeWorkspaceTags, state: Workspace, facts: WorkspaceFacts): WorkspaceEvent[] => {
  const { workspaceIdentifier } = command;
  const { tags: previous } = active(state, workspaceIdentifier);
  const { tagDefinitions: definitions } = facts;
  const tags = checkTags({ target: 'workspace', tags: command.tags, previous, definitions, asOperator: command.asOperator === true });
  return equalJson(tags, previous) ? [] : [{ type: 'WorkspaceTagsChanged', workspaceIdentifier, tags }];
};

const changeContacts = (command: ChangeWorkspaceContacts, state: Workspace): WorkspaceEvent[] => {
  const { workspaceIdentifier } = command;
  const workspace = active(state, workspaceIdentifier);
  const contacts = checkContacts(command.contacts);
  return equalJson(contacts, workspace.contacts) ? [] : [{ type: 'WorkspaceContactsChanged', workspaceIdentifier, contacts }];
};

const remove = (command: DeleteWorkspace, state: Workspace, { projects }: WorkspaceFacts): WorkspaceEvent[] => {
  const { workspaceIdentifier } = command;
  const reason = checkText('reason', command.reason, { max: 500 });
  if (state.status === 'deleted') return [];
  active(state, workspaceIdentifier);
  if (projects.length > 0) {
    const message = `The workspace ${workspaceIdentifier} still has ${projects.length} projects (${projects.slice(0, 5).join(', ')}): delete them first.`;
    refuse('WORKSPACE_NOT_EMPTY', 'workspaceIdentifier', message);
  }
  return [{ type: 'WorkspaceDeleted', workspaceIdentifier, reason }];
};

const evolve = (state: Workspace, event: WorkspaceEvent): Workspace => {
  if (event.type === 'WorkspaceCreated') return { status: 'active', displayName: event.displayName, tags: event.tags, contacts: event.contacts };
  if (state.status !== 'active') return state;
  switch (event.type) {
    case 'WorkspaceRenamed':
      return { ...state, displayName: event.displayName };
    case 'WorkspaceTagsChanged':
      return { ...state, tags: event.tags };
    case 'WorkspaceContactsChanged':
      return { ...state, contacts: event.contacts };
    case 'WorkspaceDeleted':
      return { status: 'deleted' };
    default:
      return state;
  }
};

export const workspaceDecider = (facts: WorkspaceFacts): Decider<WorkspaceCommand, Workspace, WorkspaceEvent> => ({
  initial: { status: 'none' },
  decide: (command, state) => {
    switch (command.type) {
      case 'CreateWorkspace':
        return create(command, state, facts);
      case 'RenameWorkspace':
        return rename(command, state);
      case 'ChangeWorkspaceTags':
        return changeTags(command, state, facts);
      case 'ChangeWorkspaceContacts':
        return changeContacts(command, state);
      case 'DeleteWorkspace':
        return remove(command, state, facts);
    }
  },
  evolve,
});
