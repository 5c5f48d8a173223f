import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { shellWord } from './shellWord.ts';

it('is one word to a shell, whatever is in it', () => {
  expect(shellWord('runs/a')).toBe('runs/a');
  expect(shellWord('my run; touch X')).toBe("'my run; touch X'");
  expect(shellWord('a\u001b[2Jb')).toBe("$'a\\x1b[2Jb'");
  for (const word of ['my run; touch X', "it's", '$(id)', '`id`', '~root', '', 'a\\b', "\u001b]0;'\\\n"]) {
    const printed = execFileSync('bash', ['-c', `printf %s ${shellWord(word)}`], { encoding: 'utf8' });
    expect(printed).toBe(word);
  }
});
