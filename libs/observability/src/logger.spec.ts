import { createLogger, NestLogger } from './index.js';

const captured = () => {
  const lines: Record<string, unknown>[] = [];
  return { lines, destination: { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) } };
};

describe('createLogger', () => {
  it('writes one JSON object per line with process, level name and UTC time', () => {
    const { lines, destination } = captured();
    createLogger('api', 'info', destination).info({ requestId: 'r1' }, 'ready');
    expect(lines).toEqual([
      { level: 'info', process: 'api', requestId: 'r1', msg: 'ready', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string },
    ]);
  });

  it('redacts secrets and personal data at the top and below', () => {
    const { lines, destination } = captured();
    const log = createLogger('api', 'info', destination);
    log.info({ secretAccessKey: 's3cr3t', headers: { authorization: 'Bearer s3cr3t' }, platform: { settings: { externalId: 's3cr3t' } } });
    log.info({ user: { email: 'ada@example.com', euid: 'ada' } });
    expect(JSON.stringify(lines)).not.toMatch(/s3cr3t|ada/);
    expect(lines[0]).toMatchObject({ secretAccessKey: '[redacted]', headers: { authorization: '[redacted]' } });
  });

  it('leaves out what is below its level', () => {
    const { lines, destination } = captured();
    const log = createLogger('api', 'warn', destination);
    log.info('quiet');
    log.warn('loud');
    expect(lines.map((line) => line.msg)).toEqual(['loud']);
  });
});

describe('NestLogger', () => {
  it('keeps the chatter at debug and the stack of errors', () => {
    const { lines, destination } = captured();
    const nest = new NestLogger(createLogger('api', 'debug', destination));
    nest.log('Mapped {/healthz}', 'RouterExplorer');
    nest.error('boom', 'Error: boom\n  at …', 'ExceptionsHandler');
    expect(lines).toEqual([
      expect.objectContaining({ level: 'debug', context: 'RouterExplorer', msg: 'Mapped {/healthz}' }),
      expect.objectContaining({ level: 'error', context: 'ExceptionsHandler', stack: 'Error: boom\n  at …', msg: 'boom' }),
    ]);
  });
});
