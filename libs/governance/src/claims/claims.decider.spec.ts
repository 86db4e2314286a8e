import { given } from '@orgledger/kernel/testing';
import { metaOf } from '../../testing/samples.js';
import { claimsDecider } from './claims.decider.js';

const meta = metaOf('claim');
const take = { type: 'TakeClaim', slot: 'aws', holder: 'one', meta } as const;
const taken = { type: 'ClaimTaken', slot: 'aws', holder: 'one' } as const;
const released = { type: 'ClaimReleased', slot: 'aws', holder: 'one' } as const;

describe('claims', () => {
  it('give a slot to one holder at a time', () => {
    given(claimsDecider).when(take).then(taken);
    given(claimsDecider, taken).when(take).then();
    given(claimsDecider, taken)
      .when({ ...take, holder: 'two' })
      .thenRefused('CLAIM_HELD');
    given(claimsDecider, taken)
      .when({ ...take, slot: 'gcp', holder: 'two' })
      .then({ ...taken, slot: 'gcp', holder: 'two' });
    given(claimsDecider, taken, released)
      .when({ ...take, holder: 'two' })
      .then({ ...taken, holder: 'two' });
  });

  it('are released by their holder only', () => {
    given(claimsDecider, taken)
      .when({ ...take, type: 'ReleaseClaim' })
      .then(released);
    given(claimsDecider, taken)
      .when({ ...take, type: 'ReleaseClaim', holder: 'two' })
      .then();
  });

  it('are closed when nothing is held, for good', () => {
    const close = { type: 'CloseClaims', meta } as const;
    given(claimsDecider, taken).when(close).thenRefused('CLAIMS_HELD');
    given(claimsDecider, taken, released).when(close).then({ type: 'ClaimsClosed' });
    given(claimsDecider, { type: 'ClaimsClosed' }).when(close).then();
    given(claimsDecider, { type: 'ClaimsClosed' }).when(take).thenRefused('CLAIMS_CLOSED');
  });
});
