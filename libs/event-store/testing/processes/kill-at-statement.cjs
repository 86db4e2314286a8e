// Preload of child processes: SIGKILL just before or just after the n-th COMMIT (exec) or the n-th run of a prepared statement. KILL_AT = "commit|statement:before|after:n".
const { DatabaseSync, StatementSync } = require('node:sqlite');

const [what, when, count] = (process.env.KILL_AT ?? '').split(':');
let left = Number(count);

const killing = (original, counts) =>
  function (...parameters) {
    if (!counts(parameters)) return original.apply(this, parameters);
    left -= 1;
    if (left === 0 && when === 'before') process.kill(process.pid, 'SIGKILL');
    const result = original.apply(this, parameters);
    if (left === 0 && when === 'after') process.kill(process.pid, 'SIGKILL');
    return result;
  };

if (what === 'commit') DatabaseSync.prototype.exec = killing(DatabaseSync.prototype.exec, ([text]) => text === 'COMMIT');
if (what === 'statement') StatementSync.prototype.run = killing(StatementSync.prototype.run, () => true);
