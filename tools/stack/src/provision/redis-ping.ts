import { connect } from 'node:net';

interface Target {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
}

/**
 * Logs in and asks PING (RESP 2), with no client library for these two commands.
 * @returns undefined when the server takes the login, else the reason
 */
export function ping({ host, port, username, password }: Target): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 3_000 });
    let answer = '';
    const settle = (reason: string | undefined) => {
      socket.destroy();
      resolve(reason);
    };
    socket.once('error', (error) => settle(error.message));
    socket.once('timeout', () => settle(`${host}:${port} does not answer within 3 s`));
    socket.once('close', () => settle('the connection was closed'));
    socket.on('data', (chunk) => {
      answer += chunk.toString();
      if (answer.includes('+PONG')) settle(undefined);
      else if (/^-.*\r\n/m.test(answer)) settle(answer.split('\r\n')[0]?.slice(1));
    });
    socket.write(command('AUTH', username, password) + command('PING'));
  });
}

function command(...words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}
