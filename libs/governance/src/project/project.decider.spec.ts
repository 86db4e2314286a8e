import { given } from '@orgledger/kernel/testing';
import { metaOf, sampleTag } from '../../testing/samples.js';
import { projectDecider } from './project.decider.js';

const meta = metaOf('project');
const facts = { workspace: 'active', tagDefinitions: [sampleTag({ target: 'project' })], tenants: [] } as const;
const decider = projectDecider(facts);
const key = { workspaceIdentifier: 'acme', projectIdentifier: 'web-shop' };
const create = { type: 'CreateProject', ...key, displayName: 'Shop', meta } as const;
const created = { type: 'ProjectCreated', ...key, displayName: 'Shop', tags: {} } as const;
const mark = { type: 'MarkProjectForDeletion', ...key, reason: 'over', meta } as const;
const marked = { type: 'ProjectMarkedForDeletion', ...key, reason: 'over' } as const;
const deleted = { type: 'ProjectDeleted', ...key } as const;

describe('a project', () => {
  it('is created in a workspace that is there', () => {
    given(decider).when(create).then(created);
    given(projectDecider({ ...facts, workspace: 'none' }))
      .when(create)
      .thenRefused('WORKSPACE_NOT_FOUND', 'workspaceIdentifier');
    given(projectDecider({ ...facts, workspace: 'deleted' }))
      .when(create)
      .thenRefused('WORKSPACE_NOT_FOUND', 'workspaceIdentifier');
  });

  it('keeps its identifier for ever', () => {
    given(decider, created).when(create).thenRefused('PROJECT_EXISTS', 'projectIdentifier');
    given(decider, created, marked, deleted).when(create).thenRefused('PROJECT_EXISTS', 'projectIdentifier');
    given(decider)
      .when({ ...create, projectIdentifier: 'p'.repeat(31) })
      .thenRefused('FIELD_TOO_LONG', 'projectIdentifier');
    given(decider)
      .when({ ...create, projectIdentifier: 'Shop' })
      .thenRefused('FIELD_MALFORMED', 'projectIdentifier');
  });

  it('is renamed and tagged', () => {
    given(decider, created)
      .when({ type: 'RenameProject', ...key, displayName: 'Web shop', meta })
      .then({ type: 'ProjectRenamed', ...key, displayName: 'Web shop' });
    given(decider, created)
      .when({ type: 'ChangeProjectTags', ...key, tags: { CostCenter: '1234' }, meta })
      .then({ type: 'ProjectTagsChanged', ...key, tags: { CostCenter: '1234' } });
    given(decider, created)
      .when({ type: 'ChangeProjectTags', ...key, tags: { Foreign: 'x' }, meta })
      .thenRefused('TAG_UNKNOWN', 'tags.Foreign');
  });

  it('is deleted when no tenant is left', () => {
    given(decider, created).when(mark).then(marked, deleted);
    given(decider, created, marked, deleted).when(mark).then();
    given(projectDecider({ ...facts, tenants: ['t'] }), created)
      .when(mark)
      .thenRefused('PROJECT_HAS_TENANTS', 'projectIdentifier');
    given(decider).when(mark).thenRefused('PROJECT_NOT_FOUND', 'projectIdentifier');
    given(decider, created, marked)
      .when({ type: 'RenameProject', ...key, displayName: 'x', meta })
      .thenRefused('PROJECT_BEING_DELETED');
  });
});
