import { keyHash, uuidv5, uuidv7 } from './ids.js';

describe('ids', () => {
  it('makes the name-based UUID of RFC 9562, appendix A.4', () => {
    expect(uuidv5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('makes time-ordered ids', () => {
    const early = uuidv7(new Date(1_645_557_742_000), new Uint8Array(10).fill(255));
    const late = uuidv7(new Date(1_645_557_742_001), new Uint8Array(10));
    expect(early).toBe('017f22e2-79b0-7fff-bfff-ffffffffffff');
    expect(early < late).toBe(true);
  });

  it('keeps the parts of a key apart', () => {
    expect(keyHash('ab', 'c')).not.toBe(keyHash('a', 'bc'));
  });
});
