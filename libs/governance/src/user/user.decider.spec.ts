import { given } from '@orgledger/kernel/testing';
import { idOf, metaOf } from '../../testing/samples.js';
import { userDecider } from './user.decider.js';

const meta = metaOf('user');
const subjectId = idOf('jo');
const person = { email: 'jo@example.com', name: 'Jo Smith', euid: 'jo@corp.example' };
const unknown = userDecider({ person: undefined, emailHolder: undefined });
const known = userDecider({ person, emailHolder: subjectId });
const register = { type: 'RegisterUser', subjectId, person, meta } as const;
const registered = { type: 'UserRegistered', subjectId } as const;
const disabled = { type: 'UserDisabled', subjectId } as const;
const deleted = { type: 'UserDeleted', subjectId } as const;

describe('a user', () => {
  it('is registered without a word about the person', () => {
    given(unknown).when(register).then(registered);
    given(known, registered).when(register).thenRefused('USER_EXISTS', 'subjectId');
    given(unknown, registered, deleted).when(register).thenRefused('USER_EXISTS', 'subjectId');
    given(userDecider({ person: undefined, emailHolder: idOf('other') }))
      .when(register)
      .thenRefused('USER_EMAIL_TAKEN', 'person.email');
  });

  it.each<[Record<string, unknown>, string, string]>([
    [{ email: 'jo' }, 'FIELD_MALFORMED', 'person.email'],
    [{ email: '' }, 'FIELD_REQUIRED', 'person.email'],
    [{ name: 'Jo\nSmith' }, 'FIELD_MALFORMED', 'person.name'],
    [{ euid: 'jo smith' }, 'FIELD_MALFORMED', 'person.euid'],
    [{ euid: 'x'.repeat(129) }, 'FIELD_MALFORMED', 'person.euid'],
  ])('is refused with %j', (more, code, field) => {
    given(unknown)
      .when({ ...register, person: { ...person, ...more } })
      .thenRefused(code, field);
  });

  it('says what changed, not to what', () => {
    const change = { type: 'ChangeUser', subjectId, person: { email: person.email, name: 'Jo Miller' }, meta } as const;
    given(known, registered)
      .when(change)
      .then({ type: 'UserChanged', subjectId, changed: ['name', 'euid'] });
    given(known, registered)
      .when({ ...change, person })
      .then();
    given(known).when(change).thenRefused('USER_NOT_FOUND', 'subjectId');
  });

  it('is disabled, enabled and deleted for good', () => {
    given(known, registered).when({ type: 'DisableUser', subjectId, meta }).then(disabled);
    given(known, registered, disabled).when({ type: 'DisableUser', subjectId, meta }).then();
    given(known, registered, disabled).when({ type: 'EnableUser', subjectId, meta }).then({ type: 'UserEnabled', subjectId });
    given(known, registered).when({ type: 'DeleteUser', subjectId, meta }).then(deleted);
    given(known, registered, deleted).when({ type: 'DeleteUser', subjectId, meta }).then();
    given(known, registered, deleted).when({ type: 'EnableUser', subjectId, meta }).thenRefused('USER_NOT_FOUND');
    given(known).when({ type: 'DeleteUser', subjectId: 'jo', meta }).thenRefused('FIELD_MALFORMED', 'subjectId');
  });
});
