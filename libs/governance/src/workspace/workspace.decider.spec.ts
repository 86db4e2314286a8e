import { given } from '@orgledger/kernel/testing';
import { idOf, metaOf, sampleTag } from '../../testing/samples.js';
import type { CreateWorkspace } from './workspace.commands.js';
import { workspaceDecider } from './workspace.decider.js';

const meta = metaOf('workspace');
const decider = workspaceDecider({ tagDefinitions: [sampleTag()], projects: [] });
const workspaceIdentifier = 'acme';
const created = { type: 'WorkspaceCreated', workspaceIdentifier, displayName: 'Acme', tags: {}, contacts: [] } as const;
const deleted = { type: 'WorkspaceDeleted', workspaceIdentifier, reason: 'closed' } as const;

describe('a workspace', () => {
  it('is created with tags and contacts', () => {
    const contacts = [{ kind: 'owner', subjectId: idOf('jo') }] as const;
    given(decider)
      .when({ type: 'CreateWorkspace', workspaceIdentifier, displayName: 'Acme', tags: { CostCenter: '4711' }, contacts, meta })
      .then({ ...created, tags: { CostCenter: '4711' }, contacts });
  });

  it.each<[Partial<Record<keyof CreateWorkspace, unknown>>, string, string]>([
    [{ workspaceIdentifier: undefined }, 'FIELD_REQUIRED', 'workspaceIdentifier'],
    [{ workspaceIdentifier: 'Acme' }, 'FIELD_MALFORMED', 'workspaceIdentifier'],
    [{ workspaceIdentifier: 'acmé' }, 'FIELD_MALFORMED', 'workspaceIdentifier'],
    [{ workspaceIdentifier: '-acme' }, 'FIELD_MALFORMED', 'workspaceIdentifier'],
    [{ workspaceIdentifier: 'a--b' }, 'FIELD_MALFORMED', 'workspaceIdentifier'],
    [{ workspaceIdentifier: 'acme\n' }, 'FIELD_MALFORMED', 'workspaceIdentifier'],
    [{ workspaceIdentifier: 'a'.repeat(17) }, 'FIELD_TOO_LONG', 'workspaceIdentifier'],
    [{ displayName: ' ' }, 'FIELD_REQUIRED', 'displayName'],
    [{ displayName: 'x'.repeat(101) }, 'FIELD_TOO_LONG', 'displayName'],
    [{ displayName: 'a\u202eb' }, 'FIELD_MALFORMED', 'displayName'],
    [{ displayName: '\ud800' }, 'FIELD_MALFORMED', 'displayName'],
    [{ tags: { CostCenter: 'x' } }, 'TAG_VALUE_INVALID', 'tags.CostCenter'],
    [{ contacts: [{ kind: 'owner', subjectId: 'jo' }] }, 'FIELD_MALFORMED', 'contacts[0].subjectId'],
    [{ contacts: [{ kind: 'boss', subjectId: idOf('jo') }] }, 'FIELD_MALFORMED', 'contacts[0].kind'],
    [{ contacts: [1, 2].map(() => ({ kind: 'owner', subjectId: idOf('jo') })) }, 'FIELD_DUPLICATE', 'contacts[1]'],
  ])('is refused with %j', (more, code, field) => {
    given(decider)
      .when({ type: 'CreateWorkspace', workspaceIdentifier, displayName: 'Acme', meta, ...more } as CreateWorkspace)
      .thenRefused(code, field);
  });

  it('keeps its identifier for ever', () => {
    const again = { type: 'CreateWorkspace', workspaceIdentifier, displayName: 'Again', meta } as const;
    given(decider, created).when(again).thenRefused('WORKSPACE_EXISTS', 'workspaceIdentifier');
    given(decider, created, deleted).when(again).thenRefused('WORKSPACE_EXISTS', 'workspaceIdentifier');
  });

  it('is renamed, tagged and given contacts; what is so already changes nothing', () => {
    given(decider, created)
      .when({ type: 'RenameWorkspace', workspaceIdentifier, displayName: 'Acme Ltd', meta })
      .then({ type: 'WorkspaceRenamed', workspaceIdentifier, displayName: 'Acme Ltd' });
    given(decider, created).when({ type: 'RenameWorkspace', workspaceIdentifier, displayName: 'Acme', meta }).then();
    given(decider, created)
      .when({ type: 'ChangeWorkspaceTags', workspaceIdentifier, tags: { CostCenter: '1234' }, meta })
      .then({ type: 'WorkspaceTagsChanged', workspaceIdentifier, tags: { CostCenter: '1234' } });
    given(decider, created).when({ type: 'ChangeWorkspaceTags', workspaceIdentifier, tags: {}, meta }).then();
    given(decider, created).when({ type: 'ChangeWorkspaceContacts', workspaceIdentifier, contacts: [], meta }).then();
  });

  it('is deleted once, for a reason, and only when it is empty', () => {
    const remove = { type: 'DeleteWorkspace', workspaceIdentifier, reason: 'closed', meta } as const;
    given(decider, created).when(remove).then(deleted);
    given(decider, created, deleted).when(remove).then();
    given(decider, created)
      .when({ ...remove, reason: '' })
      .thenRefused('FIELD_REQUIRED', 'reason');
    given(decider).when(remove).thenRefused('WORKSPACE_NOT_FOUND', 'workspaceIdentifier');
    given(workspaceDecider({ tagDefinitions: [], projects: ['shop'] }), created)
      .when(remove)
      .thenRefused('WORKSPACE_NOT_EMPTY', 'workspaceIdentifier');
    given(decider, created, deleted)
      .when({ type: 'RenameWorkspace', workspaceIdentifier, displayName: 'B', meta })
      .thenRefused('WORKSPACE_NOT_FOUND');
  });
});
