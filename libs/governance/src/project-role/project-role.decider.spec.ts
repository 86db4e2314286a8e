import { given } from '@orgledger/kernel/testing';
import { metaOf } from '../../testing/samples.js';
import { projectRoleDecider } from './project-role.decider.js';

const meta = metaOf('role');
const define = { type: 'DefineProjectRole', roleIdentifier: 'auditor', displayName: 'Auditor', meta } as const;
const defined = { type: 'ProjectRoleDefined', roleIdentifier: 'auditor', displayName: 'Auditor' } as const;
const removed = { type: 'ProjectRoleRemoved', roleIdentifier: 'auditor' } as const;

describe('a project role', () => {
  it('is defined, renamed, removed and defined anew', () => {
    given(projectRoleDecider).when(define).then(defined);
    given(projectRoleDecider, defined).when(define).thenRefused('PROJECT_ROLE_EXISTS', 'roleIdentifier');
    given(projectRoleDecider, defined)
      .when({ ...define, type: 'RenameProjectRole', displayName: 'Reviewer' })
      .then({ ...defined, type: 'ProjectRoleRenamed', displayName: 'Reviewer' });
    given(projectRoleDecider, defined).when({ type: 'RemoveProjectRole', roleIdentifier: 'auditor', meta }).then(removed);
    given(projectRoleDecider, defined, removed).when({ type: 'RemoveProjectRole', roleIdentifier: 'auditor', meta }).then();
    given(projectRoleDecider, defined, removed).when(define).then(defined);
  });

  it('is refused when it is malformed, unknown or a role of workspaces', () => {
    given(projectRoleDecider)
      .when({ ...define, roleIdentifier: 'Auditor' })
      .thenRefused('FIELD_MALFORMED', 'roleIdentifier');
    given(projectRoleDecider)
      .when({ ...define, roleIdentifier: 'owner' })
      .thenRefused('PROJECT_ROLE_RESERVED', 'roleIdentifier');
    given(projectRoleDecider)
      .when({ ...define, displayName: '' })
      .thenRefused('FIELD_REQUIRED', 'displayName');
    given(projectRoleDecider)
      .when({ ...define, type: 'RenameProjectRole' })
      .thenRefused('PROJECT_ROLE_NOT_FOUND', 'roleIdentifier');
    given(projectRoleDecider).when({ type: 'RemoveProjectRole', roleIdentifier: 'auditor', meta }).thenRefused('PROJECT_ROLE_NOT_FOUND');
  });
});
