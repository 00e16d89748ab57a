interface KnownCause {
  readonly pattern: RegExp;
  readonly cause: string;
}

/** What the last lines of a log have meant before. The first that matches is told. */
const knownCauses: readonly KnownCause[] = [
  {
    pattern: /EADDRINUSE|address already in use|port already bound/i,
    cause:
      'Another process has the port. `pnpm stack doctor` names it; STACK_PORT_BASE=5000 moves the whole stack.',
  },
  {
    pattern: /JavaScript heap out of memory|OutOfMemoryError|Cannot allocate memory|ENOMEM/i,
    cause:
      'There is too little memory. Close other programs; `pnpm stack doctor` says how much the stack needs.',
  },
  {
    pattern: /ENOSPC|No space left on device/i,
    cause: 'The disk is full. Free some space, or put the state on another disk with STACK_DIR.',
  },
  {
    pattern: /UnsupportedClassVersionError|requires Java|Unsupported Java/i,
    cause: 'The JDK is too old for Keycloak. Set JAVA_HOME to a JDK of version 17 or later.',
  },
  {
    pattern: /password authentication failed|WRONGPASS|28P01/i,
    cause:
      'The secrets in the state directory are not those of the data beside them. `pnpm stack reset` begins anew.',
  },
  {
    pattern: /data directory .* (has wrong ownership|has invalid permissions)|could not access directory/i,
    cause:
      'Postgres may not enter its data directory. Put STACK_DIR below a folder that every user may enter.',
  },
  {
    pattern: /database files are incompatible with server/i,
    cause: 'The data is of another version of Postgres. `pnpm stack reset` begins anew.',
  },
  {
    pattern: /lock file "postmaster\.pid" already exists/i,
    cause: 'Another Postgres runs on the same data. Run `pnpm stack down`, then start again.',
  },
  {
    pattern: /Database may be already in use|The file is locked: .*\.mv\.db/i,
    cause: 'Another Keycloak runs on the same data. Run `pnpm stack down`, then start again.',
  },
  {
    pattern: /permission denied for (table|schema|function|sequence)|42501/i,
    cause: 'A login lacks a grant. Compare `grants` in access.yaml with what the code does.',
  },
  {
    pattern: /relation ".*" does not exist|42P01/i,
    cause: 'The tables are older than the code. Run `pnpm stack reset`, or add the missing migration.',
  },
  {
    pattern: /PolicyError|access\.yaml:\d+/,
    cause: 'access.yaml has a mistake; the line above says where.',
  },
  {
    pattern: /(environment|configured).*(lacks|missing|misstates)|cannot start: /i,
    cause: 'Its environment is not what it needs; the line above names the variable. Does your shell set it?',
  },
  {
    pattern: /ERR_MODULE_NOT_FOUND|Cannot find (module|package)/i,
    cause: 'It was not installed or not built. Run `pnpm install` and `pnpm build`.',
  },
  {
    pattern: /ECONNREFUSED|ECONNRESET|fetch failed/i,
    cause: 'Something that it calls does not answer. `pnpm stack status` shows what is down.',
  },
];

/** The likely cause behind the last lines of a log, and what to do; undefined when nothing known is in them. */
export function likelyCause(lines: readonly string[]): string | undefined {
  const text = lines.join('\n');
  return knownCauses.find(({ pattern }) => pattern.test(text))?.cause;
}
