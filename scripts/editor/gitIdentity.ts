import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Environment in which Git knows `email` as the reader's `user.email`, whatever this computer's configuration says: a home of its own
 * below `folder`. Git's own variables would not do, because Slipway hands none of them to Git.
 */
export function gitIdentity(email: string, folder: string): Record<string, string> {
  const home = join(folder, "home");
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, ".gitconfig"), `[user]\n\temail = ${email}\n`);
  return { HOME: home, XDG_CONFIG_HOME: join(home, ".config") };
}
