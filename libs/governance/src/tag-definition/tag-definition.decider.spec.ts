import { given } from '@orgledger/kernel/testing';
import { metaOf, sampleTag } from '../../testing/samples.js';
import { tagDefinitionDecider } from './tag-definition.decider.js';
import type { TagDefinition } from './tag-definition.events.js';

const meta = metaOf('tag');
const definition = sampleTag();
const created = { type: 'TagDefinitionCreated', ...definition } as const;

describe('tag definitions', () => {
  it('are created, changed and deleted', () => {
    given(tagDefinitionDecider).when({ type: 'CreateTagDefinition', definition, meta }).then(created);
    const mandatory = { ...definition, mandatory: true };
    given(tagDefinitionDecider, created)
      .when({ type: 'ChangeTagDefinition', definition: mandatory, meta })
      .then({ type: 'TagDefinitionChanged', ...mandatory });
    given(tagDefinitionDecider, created).when({ type: 'ChangeTagDefinition', definition, meta }).then();
    given(tagDefinitionDecider, created)
      .when({ type: 'DeleteTagDefinition', target: 'workspace', key: 'CostCenter', meta })
      .then({ type: 'TagDefinitionDeleted', target: 'workspace', key: 'CostCenter' });
  });

  it('are unique whatever their case', () => {
    given(tagDefinitionDecider, created)
      .when({ type: 'CreateTagDefinition', definition: sampleTag({ key: 'costcenter' }), meta })
      .thenRefused('TAG_DEFINITION_EXISTS', 'definition.key');
  });

  it('must be there to be changed or deleted', () => {
    given(tagDefinitionDecider).when({ type: 'ChangeTagDefinition', definition, meta }).thenRefused('TAG_DEFINITION_NOT_FOUND', 'definition.key');
    given(tagDefinitionDecider)
      .when({ type: 'DeleteTagDefinition', target: 'project', key: 'a', meta })
      .thenRefused('TAG_DEFINITION_NOT_FOUND', 'key');
  });

  it.each<[Partial<TagDefinition>, string, string]>([
    [{ key: 'kosten stelle' }, 'FIELD_MALFORMED', 'definition.key'],
    [{ key: 'k'.repeat(61) }, 'FIELD_MALFORMED', 'definition.key'],
    [{ displayName: '' }, 'FIELD_REQUIRED', 'definition.displayName'],
    [{ target: 'tenant' as never }, 'FIELD_MALFORMED', 'definition.target'],
    [{ mandatory: 'yes' as never }, 'FIELD_MALFORMED', 'definition.mandatory'],
    [{ valueType: { kind: 'text', regex: '(' } }, 'FIELD_MALFORMED', 'definition.valueType.regex'],
    [{ valueType: { kind: 'singleSelect', options: [] } }, 'FIELD_REQUIRED', 'definition.valueType.options'],
    [{ valueType: { kind: 'multiSelect', options: ['a,b'] } }, 'FIELD_MALFORMED', 'definition.valueType.options[0]'],
    [{ valueType: { kind: 'singleSelect', options: ['a', 'a'] } }, 'FIELD_DUPLICATE', 'definition.valueType.options[1]'],
    [{ default: 'x' }, 'TAG_VALUE_INVALID', 'definition.default'],
    [{ replicationKey: 'a;b' }, 'FIELD_MALFORMED', 'definition.replicationKey'],
  ])('refuse %j', (more, code, field) => {
    given(tagDefinitionDecider)
      .when({ type: 'CreateTagDefinition', definition: { ...definition, ...more }, meta })
      .thenRefused(code, field);
  });
});
